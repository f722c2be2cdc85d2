using Plumb.Compose.Model;

namespace Plumb.Compose.Plan.Compare;

/// <summary>Whether the engine can give a container its limits back while it runs, instead of it being made anew.</summary>
/// <remarks>
/// Source: Engine API, ContainerUpdate. There 0 leaves a limit as it is, so one that should not be cannot be taken off; only for processes 0 means none.
/// </remarks>
internal static class LimitUpdate
{
    public static bool Suffices(ContainerSettings desired, ContainerSettings actual) =>
        CanBecome(desired.Memory, actual.Memory)
        && CanBecome(desired.MemoryReservation, actual.MemoryReservation)
        && CanBecome(desired.MemorySwap, actual.MemorySwap)
        && CanBecome(desired.NanoCpus, actual.NanoCpus)
        && CanBecome(desired.CpuShares, actual.CpuShares)
        && CanBecome(desired.CpuQuota, actual.CpuQuota)
        && CanBecome(desired.CpuPeriod, actual.CpuPeriod)
        && (desired.CpusetCpus.Length > 0 || actual.CpusetCpus.Length == 0);

    private static bool CanBecome(long desired, long actual) => desired == actual || desired != 0;
}
