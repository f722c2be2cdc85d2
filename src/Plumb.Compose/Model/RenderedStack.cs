using System.Text.Json.Nodes;

namespace Plumb.Compose.Model;

/// <summary>A stack as Compose understands it: every file merged, every default filled in, every path absolute.</summary>
public sealed record RenderedStack
{
    public required string Project { get; init; }

    /// <summary>SHA-256 of the canonical model without <c>x-*</c> and <c>profiles</c>, plus the blob ids of mounted and built content.</summary>
    public required string ComposeHash { get; init; }

    /// <summary>The model that is given to Compose, without our labels. <c>$</c> is doubled, as Compose wrote it. Never changed.</summary>
    public required JsonObject Model { get; init; }

    /// <summary>By name; only what the active profiles enable.</summary>
    public required IReadOnlyDictionary<string, RenderedService> Services { get; init; }

    /// <summary>Networks that Compose makes for this project, by the engine's name.</summary>
    public required IReadOnlyDictionary<string, RenderedResource> Networks { get; init; }

    /// <summary>Volumes that Compose makes for this project, by the engine's name.</summary>
    public required IReadOnlyDictionary<string, RenderedResource> Volumes { get; init; }

    /// <summary>Services in the order in which they may be applied: each wave needs only earlier ones.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Waves { get; init; }

    /// <summary>Absolute stable directory of the stack's content on this host.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Values of the variables that configs and secrets with <c>environment:</c> are made of. Compose reads them from its own environment when it
    /// applies; <see cref="Cli.ComposeProject.Of"/> passes them on. Secret.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What tracked files hold that secrets are made of, as far as they are short texts: for the mask alone. Secret.</summary>
    public IReadOnlyList<string> SecretTexts { get; init; } = [];
}

public sealed record RenderedService
{
    public required string Name { get; init; }

    /// <summary>SHA-256 of this service's part of the model, its networks, configs and secrets, and the content that it mounts or builds from.</summary>
    public required string InputsHash { get; init; }

    /// <summary>Containers that should be; 0 or more.</summary>
    public required int Scale { get; init; }

    public required string? Image { get; init; }

    public required bool Builds { get; init; }

    /// <summary>SHA-256 of what its image is built from; null when it does not build.</summary>
    public string? BuildHash { get; init; }

    /// <summary><c>no</c>, <c>always</c>, <c>on-failure</c> or <c>unless-stopped</c>, as the engine will have it.</summary>
    public required string Restart { get; init; }

    /// <summary>It may end with 0 and then is as it should be: no restart policy beyond on-failure, no published port, no health check.</summary>
    public required bool MayFinish { get; init; }

    public required bool HasHealthCheck { get; init; }

    public required IReadOnlyList<ServiceDependency> DependsOn { get; init; }

    /// <summary>Services whose network, ipc or pid namespace it shares: recreated with them.</summary>
    public required IReadOnlyList<string> SharesNamespaceOf { get; init; }

    /// <summary>Names, at the engine, of networks that it is attached to; empty for host, none, or a shared namespace.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>Names, at the engine, of volumes of this project that it mounts.</summary>
    public required IReadOnlyList<string> Volumes { get; init; }

    /// <summary>Tracked files that it mounts, themselves or by a directory, as content paths.</summary>
    public required IReadOnlyList<string> MountedContent { get; init; }

    /// <summary>Settings of the running container that <c>docker update</c> can change, as the engine will have them.</summary>
    public required ContainerSettings Settings { get; init; }

    /// <summary>What runs in it, as far as the file says; what the image says besides is not in it.</summary>
    public required ContainerProgram Program { get; init; }
}

/// <summary>What runs in a container.</summary>
/// <param name="Entrypoint">Null: the image's.</param>
/// <param name="Command">Null: the image's.</param>
/// <param name="Environment"><c>NAME=value</c>.</param>
public sealed record ContainerProgram(IReadOnlyList<string>? Entrypoint, IReadOnlyList<string>? Command, IReadOnlyList<string> Environment)
{
    public static ContainerProgram Undeclared { get; } = new(Entrypoint: null, Command: null, []);
}

/// <param name="Condition"><c>service_started</c>, <c>service_healthy</c> or <c>service_completed_successfully</c>.</param>
/// <param name="Required">False: it may be missing.</param>
/// <param name="Restart">This service is restarted when the other is recreated.</param>
public sealed record ServiceDependency(string Service, string Condition, bool Required, bool Restart);

/// <param name="Key">The model's own name.</param>
/// <param name="External">Made by somebody else: never made, changed or removed.</param>
/// <param name="Driver">Null: the engine's default.</param>
public sealed record RenderedResource(string Key, bool External, string? Driver, IReadOnlyDictionary<string, string> Options);

/// <summary>Limits as the engine keeps them; 0 means none. Bytes, nano-CPUs, counts.</summary>
public sealed record ContainerSettings
{
    public long Memory { get; init; }

    public long MemoryReservation { get; init; }

    public long MemorySwap { get; init; }

    public long NanoCpus { get; init; }

    public long CpuShares { get; init; }

    public long CpuQuota { get; init; }

    public long CpuPeriod { get; init; }

    public string CpusetCpus { get; init; } = "";

    public long PidsLimit { get; init; }

    public string Restart { get; init; } = "no";

    public int RestartRetries { get; init; }
}
