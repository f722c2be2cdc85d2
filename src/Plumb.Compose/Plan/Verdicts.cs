using Plumb.Compose.Model;
using Plumb.Compose.Plan.Compare;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>Judges what was deployed by what the planner finds. Pure.</summary>
internal static class Verdicts
{
    private static readonly StackVerdict Good = new StackVerdict.Good();
    private static readonly StackVerdict Open = new StackVerdict.Open();

    /// <param name="spec">What should be.</param>
    /// <param name="seen">What is.</param>
    /// <param name="now">When it was seen.</param>
    public static StackVerdict Of(ComposeSpec spec, StackSeen seen, DateTimeOffset now)
    {
        if (spec.Rendered is not { } rendered || spec.Target.Stopped || spec.Target.Orphaned)
            return Open;
        var plan = new ComposePlanner().Plan(spec.Id, spec with { RolledBack = null }, Look<StackSeen>.Present(seen), new(now, Complete: true, DesiredComplete: true));
        if (plan is { IsInSync: true, Health: Health.Healthy })
            return Good;
        if (plan.Health != Health.Unhealthy)
            return Open;
        var sides = StackSides.Of(spec, rendered, seen, now);
        var why = plan.HealthMessage ?? "a service is not healthy";
        return plan.Differences.Any(it => it.Kind == DifferenceKinds.Health)
            ? new StackVerdict.Ailing(why, IsOwn(sides, it => HealthComparison.IsCrashLoop(it) || HealthComparison.IsOverdue(sides, it)))
            : new StackVerdict.Sick(why, IsOwn(sides, static it => it is { State: "exited", ExitCode: not 0 }));
    }

    private static bool IsOwn(StackSides sides, Func<ContainerSeen, bool> isIll) =>
        sides.Services.Values.Any(service => service.Kept.Exists(it => it.Seen.Mark?.Sequence == sides.Spec.Target.Sequence && isIll(it.Seen)));
}
