using Plumb.Compose.Model;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan.Compare;

/// <summary>Services that run and are not well: unhealthy beyond their timeout, or in a crash loop.</summary>
internal static class HealthComparison
{
    private const int AgreeingLooks = 3;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(10);

    public static bool IsCrashLoop(ContainerSeen seen) => seen.Inspection is { CrashLooks: >= AgreeingLooks };

    /// <summary>It runs, and is not healthy for longer than it may take.</summary>
    public static bool IsOverdue(StackSides sides, ContainerSeen seen) =>
        seen is { State: "running", Health: "starting" or "unhealthy" } && Lasts(sides, seen) >= sides.Spec.Target.Settings.Health.Timeout;

    public static void Compare(StackSides sides, ServiceSide service, Findings findings)
    {
        foreach (var own in service.Kept)
        {
            if (own.Seen.State is not ("running" or "restarting"))
                continue;
            if (IsCrashLoop(own.Seen))
                CrashLoops(sides, service, own.Seen, findings);
            else if (own.Seen.State == "running")
                CompareCheck(sides, service, own.Seen, findings);
        }
    }

    private static void CrashLoops(StackSides sides, ServiceSide service, ContainerSeen seen, Findings findings)
    {
        var exit = seen.ExitCode is { } code ? $", last exit code {code}" : "";
        findings.DifferInCount(DifferenceKinds.Health, service.Name, field: null, "steady", $"crash loop, restarted {seen.Inspection!.RestartCount} times{exit}");
        Repair(sides, service, "is in a crash loop", findings);
        findings.Feels(Health.Unhealthy, $"{service.Name}: {seen.Name} is in a crash loop{exit}");
    }

    private static void CompareCheck(StackSides sides, ServiceSide service, ContainerSeen seen, Findings findings)
    {
        if (seen.Health is not ("starting" or "unhealthy"))
            return;
        var (lasts, timeout) = (Lasts(sides, seen), sides.Spec.Target.Settings.Health.Timeout);
        if (lasts < timeout)
        {
            var again = TimeSpan.FromTicks(Math.Clamp(lasts.Ticks / 2, Soonest.Ticks, Latest.Ticks));
            findings.Feels(Health.Progressing, $"{service.Name}: {seen.Name} is {seen.Health}", again);
            return;
        }

        findings.Differ(DifferenceKinds.Health, service.Name, field: null, "healthy", seen.Health);
        Repair(sides, service, $"is {seen.Health} beyond its timeout", findings);
        findings.Feels(Health.Unhealthy, $"{service.Name}: {seen.Name} is {seen.Health} for longer than {timeout.TotalSeconds:0.#} s");
    }

    private static TimeSpan Lasts(StackSides sides, ContainerSeen seen) =>
        (seen.Health == "unhealthy" ? seen.Inspection?.UnhealthySince : seen.Inspection?.StartedAt) is { } start ? sides.Now - start : TimeSpan.Zero;

    private static void Repair(StackSides sides, ServiceSide service, string what, Findings findings)
    {
        if (sides.Spec.Target.Settings.RepairUnhealthy)
            findings.Require(service.Name, Make.Recreate, DifferenceKinds.Health);
        else if (!findings.Holds.Exists(hold => hold.Message.StartsWith(service.Name + " ", StringComparison.Ordinal)))
            findings.Holds.Add(new(HoldReason.NeedsDecision, $"{service.Name} {what}, and repairUnhealthy is off", $"mend {service.Name}, or set repairUnhealthy"));
    }
}
