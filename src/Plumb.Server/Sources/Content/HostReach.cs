using Plumb.Platform.Yaml;

namespace Plumb.Server.Sources.Content;

/// <summary>Keys of a service that make Compose itself reach for what is the host's: its programs, its keys, its engine's credentials.</summary>
/// <remarks>What the agent refuses of the rendered model, too: its <c>HostRules</c>.</remarks>
internal static class HostReach
{
    /// <exception cref="StackRefusedException">By line and rule; the file is known to the caller.</exception>
    public static void Check(string key, YamlMapping service)
    {
        Refuse(service, "provider", key, "compose.provider", "would run a program on the host");
        Refuse(service, "models", key, "compose.models", "would run a program on the host");
        Refuse(service, "use_api_socket", key, "compose.api-socket", "would give the container the engine's socket and the host's registry credentials");
        if (service["build"] is not YamlMapping build)
        {
            return;
        }

        Refuse(build, "ssh", $"{key}.build", "compose.build-ssh", "would lend the host's SSH keys to the build");
        foreach (var name in new[] { "cache_from", "cache_to" })
        {
            if (build[name] is YamlSequence list && list.Items.OfType<YamlScalar>().FirstOrDefault(i => IsLocal(i.Value)) is { } local)
            {
                throw Refused("compose.build-cache", local.Line, $"{key}.build.{name}", "would read or write a directory of the host");
            }
        }
    }

    private static void Refuse(YamlMapping map, string name, string key, string rule, string what)
    {
        if (map.Find(name) is { Value: not (YamlScalar { IsNull: true } or YamlScalar { Value: "false" } or YamlSequence { Items.Count: 0 }) } found)
        {
            throw Refused(rule, found.Key.Line, $"{key}.{name}", what);
        }
    }

    private static bool IsLocal(string cache) => cache.Replace(" ", "", StringComparison.Ordinal).Contains("type=local", StringComparison.OrdinalIgnoreCase) || cache.Contains('$', StringComparison.Ordinal);

    private static StackRefusedException Refused(string rule, int line, string key, string what) =>
        new("", rule, $"line {line}: '{key}' {what}, which Plumb does not do. Remove it.");
}
