using System.Collections.Immutable;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>The plan of a stack that should be there and stopped: what runs is stopped, what is missing is not made.</summary>
internal static class StoppedPlan
{
    public static Kernel.Planning.Plan Of(StackSides sides)
    {
        var differences = ImmutableArray.CreateBuilder<Difference>();
        var running = new List<string>();
        // What went from the file is part of the stack as long as it is there.
        foreach (var own in sides.Orphans.Where(IsRunning))
            Stop(own, own.Seen.Service, field: null);
        foreach (var (_, service) in sides.Services.Reverse())
        {
            foreach (var own in service.Kept.Concat(service.Surplus).Where(IsRunning))
                Stop(own, service.Name, service.Desired.Scale > 1 ? $"#{own.Seen.Number}" : null);
        }

        if (running.Count == 0)
            return Kernel.Planning.Plan.InSync;
        Step stop = StepOf.Stop(running) with { Deadline = TimeSpan.FromMinutes(10) };
        return new()
        {
            Differences = differences.ToImmutable(),
            Steps = [PolicyHolds.Off(sides.Spec.Target) is { } hold ? stop with { Hold = hold } : stop],
            Health = Health.Progressing,
        };

        void Stop(OwnContainer own, string service, string? field)
        {
            differences.Add(new(DifferenceKinds.State, service, field, "stopped", own.Seen.State));
            running.Add(own.Seen.Id);
        }
    }

    private static bool IsRunning(OwnContainer own) => own.Seen.State is "running" or "paused" or "restarting";
}
