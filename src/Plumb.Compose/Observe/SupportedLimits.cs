using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;

namespace Plumb.Compose.Observe;

/// <summary>Limits that this engine's kernel cannot set: it drops them when it makes a container, and nobody can mend that.</summary>
internal static class SupportedLimits
{
    /// <summary>The settings with what the engine cannot set as it is desired: no difference that a new container would not have again.</summary>
    public static ContainerSettings Settle(ContainerSettings actual, ContainerSettings desired, EngineInfo engine) => actual with
    {
        Memory = engine.MemoryLimit ? actual.Memory : desired.Memory,
        MemoryReservation = engine.MemoryLimit ? actual.MemoryReservation : desired.MemoryReservation,
        MemorySwap = engine.MemoryLimit && engine.SwapLimit ? actual.MemorySwap : desired.MemorySwap,
        CpuPeriod = engine.CpuCfsPeriod ? actual.CpuPeriod : desired.CpuPeriod,
        CpuQuota = engine.CpuCfsQuota ? actual.CpuQuota : desired.CpuQuota,
        NanoCpus = engine.CpuCfsPeriod && engine.CpuCfsQuota ? actual.NanoCpus : desired.NanoCpus,
        CpuShares = engine.CpuShares ? actual.CpuShares : desired.CpuShares,
        CpusetCpus = engine.CpuSet ? actual.CpusetCpus : desired.CpusetCpus,
        PidsLimit = engine.PidsLimit ? actual.PidsLimit : desired.PidsLimit,
    };

    public static ContainerSettings Of(HostSettings host) => new()
    {
        Memory = host.Memory,
        MemoryReservation = host.MemoryReservation,
        MemorySwap = host.MemorySwap,
        NanoCpus = host.NanoCpus,
        CpuShares = host.CpuShares,
        CpuQuota = host.CpuQuota,
        CpuPeriod = host.CpuPeriod,
        CpusetCpus = host.CpusetCpus ?? "",
        PidsLimit = Math.Max(0, host.PidsLimit ?? 0),
        Restart = host.RestartPolicy is { Name.Length: > 0 } policy ? policy.Name : "no",
        RestartRetries = host.RestartPolicy?.MaximumRetryCount ?? 0,
    };
}
