using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <summary>What a person asks of one object.</summary>
public enum Ask
{
    /// <summary>Look now and repair now: shortens backoffs; passes neither Suspended, Blocked nor an open breaker.</summary>
    Sync,

    /// <summary>Look now and report; repair only as usual.</summary>
    Look,

    /// <summary>Lift the block and forget the failures, then as Sync.</summary>
    Unblock,
}

/// <summary>Something that happened, told to the loop with the time at which it is handled.</summary>
public abstract record LoopEvent<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private LoopEvent()
    {
    }

    /// <summary>The process started; memory was restored. The first sweep is due.</summary>
    public sealed record Started : LoopEvent<TSpec, TSeen>;

    /// <summary>A time that the loop asked for with Wake has come. Harmless at any other time.</summary>
    public sealed record Ticked : LoopEvent<TSpec, TSeen>;

    /// <summary>An object is desired, or is desired otherwise than before.</summary>
    public sealed record SpecSet(TSpec Spec) : LoopEvent<TSpec, TSeen>;

    /// <summary>An object is no longer desired.</summary>
    public sealed record SpecRemoved(ObjectId Id) : LoopEvent<TSpec, TSeen>;

    /// <summary>Whether all that is desired is known. Until it is, nothing is removed.</summary>
    public sealed record DesiredCompleteness(bool Complete) : LoopEvent<TSpec, TSeen>;

    /// <summary>Something may have changed: look at this object soon; at the whole world when the id is null.</summary>
    public sealed record Hinted(ObjectId? Id) : LoopEvent<TSpec, TSeen>;

    public sealed record Asked(ObjectId Id, Ask Ask) : LoopEvent<TSpec, TSeen>;

    /// <summary>The answer to LookAtAll.</summary>
    public sealed record WorldSeen(long Sweep, WorldLook<TSeen> Look) : LoopEvent<TSpec, TSeen>;

    /// <summary>The answer to LookAt.</summary>
    public sealed record ObjectSeen(ObjectId Id, long Run, Look<TSeen> Look) : LoopEvent<TSpec, TSeen>;

    /// <summary>The answer to Execute.</summary>
    public sealed record StepEnded(ObjectId Id, long Run, StepOutcome Outcome, TimeSpan Duration) : LoopEvent<TSpec, TSeen>;

    /// <summary>A person opens a world's breaker, or resets it.</summary>
    public sealed record BreakerSet(string World, bool Open, string By) : LoopEvent<TSpec, TSeen>;

    /// <summary>A newer process took over (why), or this one is the newest again (null). While fenced no step starts.</summary>
    public sealed record FencedBy(string? Why) : LoopEvent<TSpec, TSeen>;

    /// <summary>The sweep interval or the limit was configured anew.</summary>
    public sealed record Configured(LoopOptions Options) : LoopEvent<TSpec, TSeen>;
}
