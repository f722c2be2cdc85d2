namespace Plumb.TestKit;

/// <summary>The real Compose plugins, by version. They run standalone: <c>docker-compose -p x -f - up -d</c> with <c>DOCKER_HOST</c>.</summary>
public static class RealCompose
{
    public const string Older = "2.26";
    public const string Newer = "2.40";

    /// <summary>The binary of <paramref name="version"/> (<see cref="Older"/> or <see cref="Newer"/>), fetched by <c>eng/machine/ensure-compose.sh</c> when it is not there yet.</summary>
    public static async Task<string> PathAsync(string version = Newer)
    {
        var path = Repository.At("artifacts", "tools", $"compose-{version}", "docker-compose");
        if (!File.Exists(path))
            await Command.MustAsync("bash", [Repository.At("eng", "machine", "ensure-compose.sh"), version, Path.GetDirectoryName(path)!], timeout: TimeSpan.FromMinutes(5));
        return path;
    }

    /// <summary>Compose's own <c>up</c> and the like, to compare with or to meddle with.</summary>
    public static async Task<CommandResult> RunAsync(RealEngine engine, string model, IEnumerable<string> arguments, string version = Newer) =>
        await Command.RunAsync(await PathAsync(version), ["-f", "-", .. arguments], input: model, environment: engine.CommandEnvironment);
}
