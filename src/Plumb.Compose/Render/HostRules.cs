using System.Text.Json.Nodes;
using Plumb.Compose.Layout;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>
/// What of a rendered model would make Compose itself reach for what is the host's or somewhere else's: programs, keys, credentials, files outside of
/// the content, addresses. What a container mounts or may do is not its business: who writes the file decides that.
/// </summary>
internal static class HostRules
{
    /// <param name="model">With paths at the stack's place.</param>
    /// <param name="content">What may be read.</param>
    /// <param name="place">Where it lies.</param>
    /// <param name="shown">The file to name.</param>
    public static Refusal? Broken(JsonObject model, StackContent content, StackPlace place, string shown) => model.Map("services")
        .Select(s => BrokenBy(s.Key, s.Value as JsonObject, content, place) is var (rule, what) ? new Refusal(shown, rule, what) : null)
        .FirstOrDefault(r => r is not null);

    private static (string Rule, string What)? BrokenBy(string name, JsonObject? service, StackContent content, StackPlace place)
    {
        if (service?["provider"] is not null)
            return ("compose.provider", $"The service '{name}' would run a program on the host, which Plumb does not do. Remove 'provider'.");
        if (service?["models"] is not null)
            return ("compose.models", $"The service '{name}' would run a program on the host, which Plumb does not do. Remove 'models'.");
        if (service.Flag("use_api_socket"))
            return ("compose.api-socket", $"The service '{name}' would get the engine's socket and the host's registry credentials, which Plumb does not do. Remove 'use_api_socket'.");
        return service?["build"] is JsonObject build ? BrokenBuild(name, build, content, place) : null;
    }

    private static (string Rule, string What)? BrokenBuild(string name, JsonObject build, StackContent content, StackPlace place)
    {
        if (build["ssh"] is JsonArray { Count: > 0 })
            return ("compose.build-ssh", $"The build of '{name}' would get the host's SSH keys, which Plumb does not do. Remove 'ssh'.");
        if (build.List("cache_from").Concat(build.List("cache_to")).Any(IsLocal))
            return ("compose.build-cache", $"The build of '{name}' would read or write a cache directory of the host, which Plumb does not do. Use another type of cache.");
        var context = PathRewrite.Undoubled(build.Text("context") ?? "");
        var dockerfile = PathRewrite.Undoubled(build.Text("dockerfile") ?? "");
        if (dockerfile.Contains("://", StringComparison.Ordinal))
            return ("path.remote", $"The build of '{name}' fetches '{dockerfile}' from elsewhere. Only files of the repository are used: copy it there.");
        var beside = context.StartsWith('/') && dockerfile.Length > 0 && !dockerfile.StartsWith('/');
        string[] places = [context, beside ? Path.GetFullPath(dockerfile, context) : dockerfile.StartsWith('/') ? dockerfile : "", .. build.Texts("additional_contexts").Values.Select(PathRewrite.Undoubled)];
        foreach (var one in places.Where(p => p.Length > 0 && !p.StartsWith("service:", StringComparison.Ordinal) && !p.StartsWith("docker-image://", StringComparison.Ordinal)))
        {
            if (!one.StartsWith('/'))
                return ("path.remote", $"The build of '{name}' fetches '{one}' from elsewhere. Only files of the repository are used: copy it there.");
            if (ObjectFiles.BrokenRule(one, content.Root, place) is { } rule)
                return (beside && one == places[1] ? "path.outside" : rule, $"The build of '{name}' reads {(rule == "path.absolute" ? $"'{one}', a path of this host" : "a path outside of the repository")}. Only files of the repository are used: track it there.");
        }

        return null;
    }

    private static bool IsLocal(JsonNode? cache) =>
        cache is JsonValue value && value.TryGetValue<string>(out var text) && text.Replace(" ", "", StringComparison.Ordinal).Contains("type=local", StringComparison.OrdinalIgnoreCase);
}
