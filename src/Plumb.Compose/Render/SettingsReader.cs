using System.Globalization;
using System.Text.Json.Nodes;
using Plumb.Compose.Model;

namespace Plumb.Compose.Render;

/// <summary>What the engine will have of a service's limits and restart policy.</summary>
/// <remarks>Source: Compose's getDeployResources and getRestartPolicy; the engine's own default for swap.</remarks>
internal static class SettingsReader
{
    public static ContainerSettings Of(JsonObject service)
    {
        var limits = service.Map("deploy").Map("resources").Map("limits");
        var reservations = service.Map("deploy").Map("resources").Map("reservations");
        var memory = FirstOf(limits.Number("memory"), service.Number("mem_limit"));
        var swap = service.Number("memswap_limit");
        var (restart, retries) = Restart(service);
        return new ContainerSettings
        {
            Memory = memory,
            MemoryReservation = FirstOf(reservations.Number("memory"), service.Number("mem_reservation")),
            MemorySwap = swap == 0 && memory > 0 ? memory * 2 : swap,
            NanoCpus = FirstOf(Nano(limits.Decimal("cpus")), Nano(service.Decimal("cpus"))),
            CpuShares = service.Number("cpu_shares"),
            CpuQuota = service.Number("cpu_quota"),
            CpuPeriod = service.Number("cpu_period"),
            CpusetCpus = service.Text("cpuset") ?? "",
            PidsLimit = Math.Max(0, FirstOf(limits.Number("pids"), service.Number("pids_limit"))),
            Restart = restart,
            RestartRetries = retries,
        };
    }

    private static (string Name, int Retries) Restart(JsonObject service)
    {
        // deploy.restart_policy wins, also when it is empty.
        if (service.Map("deploy")["restart_policy"] is JsonObject policy)
        {
            return (Word(policy.Text("condition") ?? ""), (int)policy.Number("max_attempts"));
        }

        var parts = (service.Text("restart") ?? "").Split(':', 2);
        var retries = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        return (Word(parts[0]), retries);
    }

    private static string Word(string condition) => condition switch
    {
        "" or "none" => "no",
        "any" => "always",
        _ => condition,
    };

    private static long FirstOf(long first, long second) => first > 0 ? first : second;

    private static long Nano(decimal cpus) => (long)(cpus * 1_000_000_000m);
}
