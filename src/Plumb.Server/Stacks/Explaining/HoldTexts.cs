using Plumb.Kernel.Gates;

namespace Plumb.Server.Stacks.Explaining;

/// <summary>What each hold means, and what lifts it where the one who placed it does not say.</summary>
internal static class HoldTexts
{
    public static string Meaning(HoldReason reason) => reason switch
    {
        HoldReason.Suspended => "A person or the stack's file suspended it: it is looked at and reported, and nothing is changed.",
        HoldReason.Stopped => "A person stopped it: its containers should be there and not run.",
        HoldReason.Unknown => "The world that it runs in could not be seen, and nothing is done to what is not seen.",
        HoldReason.AwaitingAcknowledgement => "Its policy flags differences instead of repairing them: a person has to acknowledge them first.",
        HoldReason.RemovalNotEnabled => "Something is no longer desired, and removal is off: it is only reported.",
        HoldReason.NotOurs => "A project of the wanted name runs already and was not made by this instance: it is never touched.",
        HoldReason.ProjectConflict => "Another stack wants the same Compose project name: neither is applied.",
        HoldReason.DependencyNotReady => "A stack that it depends on is not in sync and healthy yet.",
        HoldReason.OutsideWindow => "Changes are allowed only within its window.",
        HoldReason.BackingOff => "It failed before, and waits before the next try.",
        HoldReason.Blocked => "It failed so often that it is not tried again by itself.",
        HoldReason.BreakerOpen => "Too many steps of this world failed lately: its circuit breaker is open, and no step runs.",
        HoldReason.MassRemoval => "The new desired state would remove most of this agent's stacks at once: that is more likely a mistake than a wish.",
        HoldReason.MassVanish => "Most of this agent's stacks vanished at once: that is more likely a world seen wrongly than a real loss.",
        HoldReason.Contested => "Something keeps undoing the repairs: they come more and more slowly, so that two do not fight.",
        HoldReason.NeedsDecision => "The repair would lose data: a person has to decide.",
        HoldReason.RolledBack => "The newest deployment object failed, and the last good one was put back.",
        HoldReason.Fenced => "A newer process works for this agent: this one does nothing any more.",
        HoldReason.StaleState => "The control plane offered a target state older than the one that the agent has.",
        HoldReason.LimitReached => "A limit on how much may run at once is reached.",
        HoldReason.Refused => "Its content is invalid or hostile, and is not used. What runs is left as it is.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, message: null),
    };

    public static string Lift(HoldReason reason) => reason switch
    {
        HoldReason.Suspended => "Run 'plumb resume', or take 'suspend: true' out of plumb.stack.yaml.",
        HoldReason.Stopped => "Run 'plumb start'.",
        HoldReason.Unknown => "It goes by itself once the world can be seen again; 'plumb doctor' on the agent's machine says what is wrong.",
        HoldReason.AwaitingAcknowledgement => "Look at 'plumb diff' and run 'plumb ack'.",
        HoldReason.RemovalNotEnabled => "Set 'remove: { enabled: true }' in plumb.stack.yaml, or remove it by hand.",
        HoldReason.NotOurs => "Run 'plumb adopt' to take the project over, or give the stack another project name.",
        HoldReason.ProjectConflict => "Give one of the stacks another 'project' in plumb.stack.yaml.",
        HoldReason.DependencyNotReady => "It goes by itself once what it depends on is in sync and healthy.",
        HoldReason.OutsideWindow => "It goes by itself when the window opens.",
        HoldReason.BackingOff => "It goes by itself at the time given; 'plumb sync' tries now.",
        HoldReason.Blocked => "Mend the cause and run 'plumb unblock', or change what is desired.",
        HoldReason.BreakerOpen => "It closes by itself once a trial succeeds; 'plumb breaker reset' closes it now.",
        HoldReason.MassRemoval => "Run 'plumb ack --removals' if it is meant, or put the stacks back.",
        HoldReason.MassVanish => "It goes by itself once they are seen again; 'plumb sync' repairs now.",
        HoldReason.Contested => "Stop what keeps changing it; 'plumb sync' repairs now.",
        HoldReason.NeedsDecision => "Move the data, then remove the old resource by hand; or put the old options back.",
        HoldReason.RolledBack => "Commit what mends it: that is applied by itself. 'plumb unblock' tries the same one again.",
        HoldReason.Fenced => "Stop one of the two processes.",
        HoldReason.StaleState => "Run 'plumb restore' if the control plane was put back from a backup; otherwise find out why it lost its newest state.",
        HoldReason.LimitReached => "It goes by itself when there is room.",
        HoldReason.Refused => "Mend the file and commit.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, message: null),
    };

    /// <summary>The command that a person lifts it with; null when there is none.</summary>
    public static string? Command(HoldReason reason) => reason switch
    {
        HoldReason.Suspended => "plumb resume",
        HoldReason.Stopped => "plumb start",
        HoldReason.AwaitingAcknowledgement => "plumb ack",
        HoldReason.NotOurs => "plumb adopt",
        HoldReason.BackingOff or HoldReason.Contested or HoldReason.MassVanish => "plumb sync",
        HoldReason.Blocked => "plumb unblock",
        HoldReason.BreakerOpen => "plumb breaker reset",
        HoldReason.MassRemoval => "plumb ack --removals",
        HoldReason.StaleState => "plumb restore",
        _ => null,
    };

    /// <summary>Null for a word that is none of the closed list.</summary>
    public static HoldReason? Parse(string reason) => Enum.TryParse<HoldReason>(reason, out var known) && Enum.IsDefined(known) ? known : null;
}
