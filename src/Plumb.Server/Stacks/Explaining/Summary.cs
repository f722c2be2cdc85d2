using Plumb.Contracts.Stacks;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Stacks.Explaining;

/// <summary>One sentence that says how a stack stands.</summary>
internal static class Summary
{
    public static string Of(StackView stack)
    {
        var synced = stack.Conditions.FirstOrDefault(condition => condition.Type == Conditions.Synced);
        return stack switch
        {
            { Deletion: { } deletion } => $"Stack {stack.Name} was deleted{(deletion.KeepRunning ? " and its containers stay" : "")}; waited for: {string.Join(", ", deletion.Waiting)}.",
            { Agents.Count: 0, LookedAt: null } => $"Stack {stack.Name} is run by no agent.",
            _ when synced is { Status: "Unknown", Reason: "NotReported" } && stack.Holds.Count == 0 => $"Stack {stack.Name} is not known yet: no agent has reported on it.",
            _ when synced is { Status: "Unknown", Reason: "AgentUnreachable" } => $"Stack {stack.Name} was last seen {Word(stack.Record.Status)}; its agent is unreachable now.",
            { Holds: [var hold, ..] } => $"Stack {stack.Name} is held ({hold.Reason}): {hold.Message.Split('\n', 2)[0]}",
            { Record.Orphaned: true } => $"Stack {stack.Name} is gone from its source, and left as it is: removal is off.",
            { Record.Status: StackStatus.Synced, Health: "unhealthy" } => $"Stack {stack.Name} is as it should be, and is not healthy.",
            _ => $"Stack {stack.Name} is {Word(stack.Record.Status)}.",
        };
    }

    private static string Word(StackStatus status) => status switch
    {
        StackStatus.Missing => "not there",
        StackStatus.Syncing => "being applied",
        StackStatus.Synced => "as it should be",
        StackStatus.Failed => "not as it should be",
        StackStatus.Deleting => "being removed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
    };
}
