using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan.Compare;

/// <summary>Services that run and are not well: unhealthy beyond their timeout, or in a crash loop.</summary>
internal static class HealthComparison
{
    private const int AgreeingLooks = 3;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(10);

    public static bool IsCrashLoop(ContainerSeen seen) => seen.Inspection is { CrashLooks: >= AgreeingLooks };

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
        Sick(sides, service, "crash loop", "running steadily", findings);
        findings.Feels(Health.Unhealthy, $"{service.Name}: {seen.Name} is in a crash loop: restarted {seen.Inspection!.RestartCount} times{exit}");
    }

    private static void CompareCheck(StackSides sides, ServiceSide service, ContainerSeen seen, Findings findings)
    {
        if (seen.Health is not ("starting" or "unhealthy"))
            return;
        var since = seen.Health == "unhealthy" ? seen.Inspection?.UnhealthySince : seen.Inspection?.StartedAt;
        var lasts = since is { } start ? sides.Now - start : TimeSpan.Zero;
        var timeout = sides.Spec.Target.Settings.Health.Timeout;
        if (lasts < timeout)
        {
            var again = TimeSpan.FromTicks(Math.Clamp(lasts.Ticks / 2, Soonest.Ticks, Latest.Ticks));
            findings.Feels(Health.Progressing, $"{service.Name}: {seen.Name} is {seen.Health}", again);
            return;
        }

        Sick(sides, service, seen.Health, "healthy", findings);
        findings.Feels(Health.Unhealthy, $"{service.Name}: {seen.Name} is {seen.Health} for longer than {timeout.TotalSeconds:0.#} s");
    }

    private static void Sick(StackSides sides, ServiceSide service, string actual, string desired, Findings findings)
    {
        findings.Differ(DifferenceKinds.Health, service.Name, field: null, desired, actual);
        if (sides.Spec.Target.Settings.RepairUnhealthy)
            findings.Require(service.Name, Make.Recreate, DifferenceKinds.Health);
    }
}
