using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>
/// Waits until services are as a later wave needs them. What does not come is said and ends no run: services that do not wait for it are
/// still brought up; those that do are left out then, by name.
/// </summary>
internal static class AwaitWork
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    // The rest of the step's own deadline, so that the step tells what it waited for instead of being cut off.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(15);

    public static async Task<StepOutcome> DoAsync(Hands hands, ComposeSpec spec, ComposeStep.Await step, CancellationToken cancellation)
    {
        var started = hands.Time.GetTimestamp();
        for (var pause = Shortest; ; pause = Min(pause * 1.5, Longest))
        {
            var now = await hands.Projects.ReadAsync(spec.Project, cancellation);
            var standings = step.Conditions.Select(needed => (needed, stands: ConditionNow.Of(needed, now, spec.Rendered!.Services.GetValueOrDefault(needed.Service)))).ToList();
            var elapsed = hands.Time.GetElapsedTime(started);
            if (!standings.Exists(it => it.stands is ConditionNow.NotYet notYet && elapsed < Limit(it.needed, notYet, spec, step)))
                return Ended([.. standings.Select(it => it.stands)]);
            await Task.Delay(pause, hands.Time, cancellation);
        }
    }

    private static StepOutcome Ended(List<ConditionNow> standings)
    {
        var missing = standings.Select(Words).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? StepOutcome.Done : new StepOutcome.Succeeded($"waited in vain: {string.Join("; ", missing)}");
    }

    private static string? Words(ConditionNow stands) => stands switch
    {
        ConditionNow.Never never => never.Why,
        ConditionNow.NotYet notYet => $"{notYet.What} within the time there was",
        _ => null,
    };

    /// <summary>Work that goes on may take all the time there is; everything else is given as long as a service has to become healthy.</summary>
    private static TimeSpan Limit(ServiceDependency needed, ConditionNow.NotYet stands, ComposeSpec spec, ComposeStep.Await step) =>
        needed.Condition == Conditions.Completed && !stands.Fails ? step.Deadline - Reserve : Min(spec.Target.Settings.Health.Timeout, step.Deadline - Reserve);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
