using Plumb.Agent.State;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>Things to put into an outbox.</summary>
internal static class Saying
{
    public static void Gone(this Outbox outbox, string stack) =>
        outbox.Add(number => new StackGone { Id = Guid.NewGuid().ToString(), Number = number, StackId = stack });

    public static void Status(this Outbox outbox, string stack, StackStatus status) => outbox.Add(number => new StackReport
    {
        Id = Guid.NewGuid().ToString(),
        Number = number,
        StackId = stack,
        Status = status,
        ObservedSequence = 1,
        Differences = [],
        Holds = [],
        Failures = [],
        Health = "healthy",
        Known = true,
        Activity = "idle",
        Containers = [],
        LookedAt = DateTimeOffset.UnixEpoch,
    });

    public static void Decision(this Outbox outbox, string text) => outbox.Add(number => new DecisionReport
    {
        Id = Guid.NewGuid().ToString(),
        Number = number,
        Decision = new DecisionView
        {
            Id = Guid.NewGuid().ToString(),
            StackId = "id",
            Stack = text,
            Cause = "sweep",
            Outcome = "succeeded",
            Differences = [],
            Steps = [],
            Holds = [],
            Started = DateTimeOffset.UnixEpoch,
            DurationSeconds = 1,
        },
    });
}
