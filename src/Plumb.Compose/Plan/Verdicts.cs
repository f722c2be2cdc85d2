using Plumb.Compose.Model;
using Plumb.Compose.Plan.Compare;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>Judges what was deployed by what the planner finds. Pure.</summary>
internal static class Verdicts
{
    private static readonly StackVerdict Good = new StackVerdict.Good();
    private static readonly StackVerdict Open = new StackVerdict.Open(IsSick: false);
    private static readonly StackVerdict Sick = new StackVerdict.Open(IsSick: true);

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
        var ill = plan.Differences.Where(it => it.Kind == DifferenceKinds.Health).Select(it => it.Service).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (ill.Count == 0)
            return plan.Health == Health.Unhealthy ? Sick : Open;
        var sides = StackSides.Of(spec, rendered, seen, now);
        var own = ill.Any(service => sides.Services[service].Kept.Exists(it => it.Seen.Mark?.Sequence == spec.Target.Sequence && IsIll(sides, it.Seen)));
        return new StackVerdict.Ailing(plan.HealthMessage ?? $"{string.Join(", ", ill.Order(StringComparer.Ordinal))} is not healthy", own);
    }

    private static bool IsIll(StackSides sides, ContainerSeen seen) => HealthComparison.IsCrashLoop(seen) || HealthComparison.IsOverdue(sides, seen);
}
