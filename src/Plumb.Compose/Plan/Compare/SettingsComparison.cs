using Plumb.Compose.Model;

namespace Plumb.Compose.Plan.Compare;

/// <summary>Limits, networks and volumes that were changed under a container of ours.</summary>
internal static class SettingsComparison
{
    public static void Compare(ServiceSide service, Findings findings)
    {
        if (service.IsFinished)
            return;
        foreach (var own in service.Kept)
        {
            CompareNetworks(service, own.Seen, findings);
            CompareVolumes(service, own.Seen, findings);
            if (own.Seen.Inspection is { } inspection)
                CompareLimits(service, own.Seen.Id, inspection.Settings, findings);
        }
    }

    private static void CompareNetworks(ServiceSide service, ContainerSeen seen, Findings findings)
    {
        // Without networks of its own it uses the host's, none, or another container's: the engine lets nobody change that.
        if (service.Desired.Networks.Count > 0 && !IsSameSet(service.Desired.Networks, seen.Networks))
            Differ(service, findings, "networks", Text(service.Desired.Networks), Text(seen.Networks));
    }

    private static void CompareVolumes(ServiceSide service, ContainerSeen seen, Findings findings)
    {
        foreach (var volume in service.Desired.Volumes)
        {
            if (!seen.Volumes.Contains(volume, StringComparer.Ordinal))
                Differ(service, findings, "mounts", volume, actual: null);
        }
    }

    private static void CompareLimits(ServiceSide service, string container, ContainerSettings actual, Findings findings)
    {
        var desired = service.Desired.Settings;
        if (desired == actual)
            return;
        Limit("memory", desired.Memory, actual.Memory);
        Limit("memory reservation", desired.MemoryReservation, actual.MemoryReservation);
        Limit("memory and swap", desired.MemorySwap, actual.MemorySwap);
        Limit("nano cpus", desired.NanoCpus, actual.NanoCpus);
        Limit("cpu shares", desired.CpuShares, actual.CpuShares);
        Limit("cpu quota", desired.CpuQuota, actual.CpuQuota);
        Limit("cpu period", desired.CpuPeriod, actual.CpuPeriod);
        Limit("pids", desired.PidsLimit, actual.PidsLimit);
        if (desired.CpusetCpus != actual.CpusetCpus)
            findings.Differ(DifferenceKinds.Settings, service.Name, "cpu set", desired.CpusetCpus, actual.CpusetCpus);
        if ((desired.Restart, desired.RestartRetries) != (actual.Restart, actual.RestartRetries))
            findings.Differ(DifferenceKinds.Settings, service.Name, "restart", Text(desired), Text(actual));
        if (LimitUpdate.Suffices(desired, actual))
            findings.Updates.Add(new(container, service.Name, desired));
        else
            findings.Require(service.Name, Make.Recreate, DifferenceKinds.Settings);

        void Limit(string field, long should, long be)
        {
            if (should != be)
                findings.Differ(DifferenceKinds.Settings, service.Name, field, $"{should}", $"{be}");
        }
    }

    private static void Differ(ServiceSide service, Findings findings, string field, string? desired, string? actual)
    {
        findings.Differ(DifferenceKinds.Settings, service.Name, field, desired, actual);
        findings.Require(service.Name, Make.Recreate, DifferenceKinds.Settings);
    }

    private static bool IsSameSet(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        if (one.Count != other.Count)
            return false;
        foreach (var name in one)
        {
            if (!other.Contains(name, StringComparer.Ordinal))
                return false;
        }

        return true;
    }

    private static string Text(IReadOnlyList<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static string Text(ContainerSettings settings) =>
        settings.RestartRetries > 0 ? $"{settings.Restart}:{settings.RestartRetries}" : settings.Restart;
}
