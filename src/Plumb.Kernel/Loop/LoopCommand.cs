using Plumb.Kernel.Decisions;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <summary>What the loop wants done. The host does it and tells the outcome as an event; the order is kept.</summary>
public abstract record LoopCommand<TSpec>
    where TSpec : class, ISpec
{
    private LoopCommand()
    {
    }

    /// <summary>Look at the whole world; answer WorldSeen with the same number.</summary>
    public sealed record LookAtAll(long Sweep) : LoopCommand<TSpec>;

    /// <summary>Look at one object; answer ObjectSeen with the same run, which is the number of this very command.</summary>
    public sealed record LookAt(ObjectId Id, long Run, TSpec? Spec) : LoopCommand<TSpec>;

    /// <summary>
    /// Execute a step, and end it by its deadline whatever it does; answer StepEnded with the same run, which is the number of
    /// this very command: no two commands have the same, so a doubled answer is known as such.
    /// </summary>
    public sealed record Execute(ObjectId Id, long Run, TSpec? Spec, Step Step) : LoopCommand<TSpec>
    {
        /// <summary>Id of the decision that will be written of this run.</summary>
        public required string Decision { get; init; }
    }

    /// <summary>Send Ticked at this time. A later Wake replaces an earlier one.</summary>
    public sealed record Wake(DateTimeOffset At) : LoopCommand<TSpec>;

    /// <summary>Keep this decision.</summary>
    public sealed record Record(Decision Decision) : LoopCommand<TSpec>;

    /// <summary>The status of an object changed.</summary>
    public sealed record Report(ObjectStatus Status) : LoopCommand<TSpec>;

    /// <summary>An object is neither desired nor there any more: forget it.</summary>
    public sealed record Forget(ObjectId Id) : LoopCommand<TSpec>;

    /// <summary>An alert fires, or is resolved.</summary>
    public sealed record Tell(Alert Alert) : LoopCommand<TSpec>;

    /// <summary>Keep across restarts, before any later command is carried out.</summary>
    public sealed record RememberObject(ObjectMemory Memory) : LoopCommand<TSpec>;

    /// <summary>Keep across restarts, before any later command is carried out.</summary>
    public sealed record RememberWorld(WorldMemory Memory) : LoopCommand<TSpec>;

    /// <summary>The whole world could be seen again, or could not (why). One condition on the agent.</summary>
    public sealed record WorldReachable(string? WhyNot) : LoopCommand<TSpec>;
}
