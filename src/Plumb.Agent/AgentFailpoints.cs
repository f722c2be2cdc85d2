using Plumb.Platform.Failpoints;

namespace Plumb.Agent;

/// <summary>The boundaries at which a test may have the agent die. Each is crossed in every apply or every start.</summary>
public static class AgentFailpoints
{
    /// <summary>A new target state came and nothing of it is on disk.</summary>
    public static Failpoint TargetBeforeSave { get; } = new("agent.target.before-save");

    /// <summary>Removals are on disk, the target state that they come from is not.</summary>
    public static Failpoint TargetAfterRemovals { get; } = new("agent.target.after-removals");

    /// <summary>The target state is on disk and nothing was done about it.</summary>
    public static Failpoint TargetAfterSave { get; } = new("agent.target.after-save");

    /// <summary>A content was fetched and is not on disk.</summary>
    public static Failpoint ContentBeforeSave { get; } = new("agent.content.before-save");

    /// <summary>A step is about to run.</summary>
    public static Failpoint StepBefore { get; } = new("agent.step.before");

    /// <summary>A step ran and the loop does not know of it.</summary>
    public static Failpoint StepAfter { get; } = new("agent.step.after");

    /// <summary>The loop asked to keep something, and nothing is on disk.</summary>
    public static Failpoint MemoryBeforeSave { get; } = new("agent.memory.before-save");

    /// <summary>It is on disk, and no later command was carried out.</summary>
    public static Failpoint MemoryAfterSave { get; } = new("agent.memory.after-save");

    /// <summary>A decision was made and is not in the outbox.</summary>
    public static Failpoint DecisionBeforeOutbox { get; } = new("agent.decision.before-outbox");

    /// <summary>A decision is in the outbox and nowhere else.</summary>
    public static Failpoint DecisionAfterOutbox { get; } = new("agent.decision.after-outbox");

    /// <summary>A deployment object was seen good, or what was given up is let go, and nothing of that is on disk.</summary>
    public static Failpoint GoodBeforeSave { get; } = new("agent.good.before-save");

    /// <summary>It is on disk, and nobody heard of it.</summary>
    public static Failpoint GoodAfterSave { get; } = new("agent.good.after-save");

    /// <summary>A deployment object failed, and nothing of that is on disk.</summary>
    public static Failpoint RollbackBeforeSave { get; } = new("agent.rollback.before-save");

    /// <summary>That it is given up is on disk, and nothing was done about it.</summary>
    public static Failpoint RollbackAfterSave { get; } = new("agent.rollback.after-save");

    public static IReadOnlyList<Failpoint> All { get; } =
    [
        TargetBeforeSave, TargetAfterRemovals, TargetAfterSave, ContentBeforeSave, StepBefore, StepAfter,
        MemoryBeforeSave, MemoryAfterSave, DecisionBeforeOutbox, DecisionAfterOutbox, GoodBeforeSave, GoodAfterSave, RollbackBeforeSave, RollbackAfterSave,
    ];
}
