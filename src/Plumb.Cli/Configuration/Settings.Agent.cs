using Plumb.Cli.Configuration.Kinds;

namespace Plumb.Cli.Configuration;

/// <summary>The agent, and the engine that it works on.</summary>
public static partial class Settings
{
    public static Setting<string?> AgentName { get; } = new("agent.name", new NameKind("edge-1"), _ => "local", "What the agent is called.")
    {
        ShortFlag = "agent-name",
        For = Takers.Agent,
    };

    public static Setting<IReadOnlyList<string>> AgentLabels { get; } = new("agent.labels", new LabelsKind(), _ => [], "Labels of the agent.")
    {
        ShortFlag = "label",
        For = Takers.Agent,
    };

    public static Setting<IReadOnlyDictionary<string, string>> AgentAnnotations { get; } = new("agent.annotations", new AnnotationsKind(), _ => new Dictionary<string, string>(StringComparer.Ordinal), "Annotations of the agent.")
    {
        ShortFlag = "annotation",
        For = Takers.Agent,
    };

    public static Setting<string?> Instance { get; } = new("instance", new NameKind("home-server"), _ => null, "Whose containers are ours: the mark on each. Kept in the data directory; the first start derives it from the machine and the data directory.")
    {
        For = Takers.Agent,
    };

    public static Setting<string?> ComposeBinary { get; } = new("compose.binary", new PathKind("/usr/libexec/docker/cli-plugins/docker-compose"), _ => null, "The Compose plugin. Where none is named, the places that the docker command looks in are tried.")
    {
        ShortFlag = "compose-binary",
        For = Takers.Agent,
    };

    public static Setting<string?> DockerHost { get; } = new("docker.host", new DockerHostKind(), _ => "unix:///var/run/docker.sock", "The Docker engine.")
    {
        ShortFlag = "docker-host",
        For = Takers.Agent,
        Known = [new("DOCKER_HOST"), new("DOCKER_SOCKET", socket => socket.StartsWith('/') ? $"unix://{socket}" : socket)],
    };
}
