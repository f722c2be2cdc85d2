using Plumb.Compose.Engine;

namespace Plumb.Compose;

/// <summary>Where a compose driver works, and as whom.</summary>
public sealed record ComposeDriverOptions
{
    public EngineAddress Engine { get; init; } = EngineAddress.Default;

    /// <summary>Absolute path of the Compose plugin's binary; null: the first that works of plugin directories, home and search path.</summary>
    public string? ComposeBinary { get; init; }

    /// <summary>Absolute path of the data directory; the driver writes below <c>work</c> and <c>state</c> there.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The agent's identity: its containers carry it.</summary>
    public required string Instance { get; init; }

    /// <summary>Home directory with <c>.docker/config.json</c> (registry credentials) and plugins; null: none.</summary>
    public string? Home { get; init; }

    /// <summary>Directory of <c>config.json</c>, as <c>DOCKER_CONFIG</c> has it; null: below <see cref="Home"/>.</summary>
    public string? DockerConfig { get; init; }

    /// <summary>Directories separated by <c>:</c> that <c>docker-compose</c> may be in; null: none.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Every container is inspected at least this often; positive. Default 10 min.</summary>
    public TimeSpan DeepInterval { get; init; } = TimeSpan.FromMinutes(10);
}
