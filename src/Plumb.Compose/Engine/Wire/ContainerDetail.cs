namespace Plumb.Compose.Engine.Wire;

/// <summary><c>GET /containers/{id}/json</c>.</summary>
public sealed record ContainerDetail
{
    public required string Id { get; init; }

    /// <summary>With a leading <c>/</c>.</summary>
    public string Name { get; init; } = "";

    public DateTimeOffset Created { get; init; }

    public required ContainerState State { get; init; }

    /// <summary>The image's id.</summary>
    public string Image { get; init; } = "";

    /// <summary>Restarts by the engine's own restart policy since it was last started by somebody.</summary>
    public int RestartCount { get; init; }

    public required HostSettings HostConfig { get; init; }

    public ContainerConfig? Config { get; init; }

    public AttachedNetworks? NetworkSettings { get; init; }

    public IReadOnlyList<MountItem>? Mounts { get; init; }
}

public sealed record ContainerState
{
    public string Status { get; init; } = "";

    public bool Running { get; init; }

    public int ExitCode { get; init; }

    public string Error { get; init; } = "";

    /// <summary>Out of memory: the kernel killed it.</summary>
    public bool OOMKilled { get; init; }

    /// <summary>Year 1: never.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Year 1: never.</summary>
    public DateTimeOffset FinishedAt { get; init; }

    public HealthState? Health { get; init; }
}

public sealed record HealthState
{
    /// <summary><c>healthy unhealthy starting none</c>.</summary>
    public string Status { get; init; } = "none";

    public int FailingStreak { get; init; }

    public IReadOnlyList<HealthProbe>? Log { get; init; }
}

public sealed record HealthProbe(int ExitCode, string Output);

public sealed record ContainerConfig
{
    public bool Tty { get; init; }

    public string Image { get; init; } = "";

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    /// <summary><c>NAME=value</c>, with the image's.</summary>
    public IReadOnlyList<string>? Env { get; init; }
}

/// <summary>What <c>docker update</c> can change; bytes, nano-CPUs, microseconds, counts; 0 or null: none.</summary>
public sealed record HostSettings
{
    public long Memory { get; init; }

    public long MemoryReservation { get; init; }

    public long MemorySwap { get; init; }

    public long NanoCpus { get; init; }

    public long CpuShares { get; init; }

    public long CpuQuota { get; init; }

    public long CpuPeriod { get; init; }

    public string? CpusetCpus { get; init; }

    public long? PidsLimit { get; init; }

    public RestartSettings? RestartPolicy { get; init; }

    public string NetworkMode { get; init; } = "";

    public static HostSettings Of(Model.ContainerSettings settings) => new()
    {
        Memory = settings.Memory,
        MemoryReservation = settings.MemoryReservation,
        MemorySwap = settings.MemorySwap,
        NanoCpus = settings.NanoCpus,
        CpuShares = settings.CpuShares,
        CpuQuota = settings.CpuQuota,
        CpuPeriod = settings.CpuPeriod,
        CpusetCpus = settings.CpusetCpus,
        PidsLimit = settings.PidsLimit,
        RestartPolicy = new(settings.Restart, settings.RestartRetries),
    };
}

/// <param name="Name">Empty, <c>no</c>, <c>always</c>, <c>on-failure</c> or <c>unless-stopped</c>.</param>
public sealed record RestartSettings(string Name, int MaximumRetryCount);
