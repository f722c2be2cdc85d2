using Plumb.Agent;
using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Up;

/// <summary>From the configuration to the agent's options.</summary>
internal static class AgentOptionsOf
{
    public static AgentOptions Make(PlumbConfiguration configuration, Surroundings surroundings, Uri server, string token) => new()
    {
        Server = server,
        Token = token,
        Name = configuration.Get(Settings.AgentName)!,
        Data = configuration.DataDirectory,
        Instance = configuration.Get(Settings.Instance),
        Interval = configuration.Get(Settings.Interval),
        DeepInterval = configuration.Get(Settings.DeepInterval),
        Hints = configuration.Get(Settings.Hints),
        Concurrency = configuration.Get(Settings.Concurrency),
        Engine = configuration.Get(Settings.DockerHost)!,
        ComposeBinary = configuration.Get(Settings.ComposeBinary) is { } binary ? Path.GetFullPath(binary, surroundings.WorkingDirectory) : null,
        Home = surroundings.Home,
        DockerConfig = surroundings.Environment.GetValueOrDefault("DOCKER_CONFIG") is { Length: > 0 } docker ? Path.GetFullPath(docker, surroundings.WorkingDirectory) : null,
        SearchPath = surroundings.Environment.GetValueOrDefault("PATH"),
        Ladder = new()
        {
            BackOffAt = configuration.Get(Settings.LadderBackOffAt),
            AlertAt = configuration.Get(Settings.LadderAlertAt),
            BlockAt = configuration.Get(Settings.LadderBlockAt),
            Base = configuration.Get(Settings.LadderBase),
            Cap = configuration.Get(Settings.LadderCap),
        },
        Breaker = new()
        {
            Failures = configuration.Get(Settings.BreakerFailures),
            Window = configuration.Get(Settings.BreakerWindow),
            CoolDown = configuration.Get(Settings.BreakerCoolDown),
            CoolDownCap = configuration.Get(Settings.BreakerCoolDownCap),
        },
        HostLocks = surroundings.RuntimeDirectories[0],
        Version = VersionVerb.Version,
        Subscriptions = configuration.Get(Settings.AgentSubscriptions),
    };
}
