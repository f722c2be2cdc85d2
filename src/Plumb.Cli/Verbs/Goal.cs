using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Verbs;

/// <summary>What a stack is waited for.</summary>
internal enum Goal
{
    Synced,
    Healthy,
    Stopped,
}

/// <summary>Whether a stack is there yet.</summary>
internal static class Goals
{
    public static bool IsReached(this Goal goal, StackView stack) => goal switch
    {
        Goal.Stopped => stack.Record is { Status: StackStatus.Synced, ContainersRunning: 0 },
        Goal.Healthy => stack.Record.Status == StackStatus.Synced && string.Equals(stack.Health, "healthy", StringComparison.OrdinalIgnoreCase),
        _ => stack.Record.Status == StackStatus.Synced,
    };

    /// <summary>Why waiting on is of no use; null while it is.</summary>
    public static string? Hopeless(StackView stack) =>
        stack.Holds.FirstOrDefault(h => h.Until is null && h.Reason is not ("BackingOff" or "DependencyNotReady" or "Contested" or "BreakerOpen" or "Unknown")) is { } hold
            ? $"held {hold.Reason}: {hold.Message}. {hold.Lift}"
            : null;
}
