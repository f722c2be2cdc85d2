using System.Collections.Immutable;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <summary>All that the loop keeps of one object.</summary>
internal sealed class ObjectState<TSpec>(ObjectId id)
    where TSpec : class, ISpec
{
    public ObjectId Id { get; } = id;

    /// <summary>What should be; null when the object should not be, or that is not known yet.</summary>
    public TSpec? Spec { get; set; }

    /// <summary>The newest look's answer; null before the first.</summary>
    public Seen? Seen { get; set; }

    /// <summary>Why it is unknown; null when it is not.</summary>
    public string? UnknownWhy { get; set; }

    /// <summary>What the newest known look called for.</summary>
    public Plan Plan { get; set; } = Plan.InSync;

    /// <summary>The spec that <see cref="Plan"/> was made for.</summary>
    public TSpec? PlannedFor { get; set; }

    /// <summary>The fingerprint of the plan's differences, as people see it.</summary>
    public string? Differing { get; set; }

    /// <summary>The fingerprint of what the plan is about, which a plan without differences has too.</summary>
    public string? Due { get; set; }

    /// <summary>Its first due step passed the gates when they were last asked, or they are to be asked anew.</summary>
    public bool MayRun { get; set; }

    public ImmutableArray<Hold> Holds { get; set; } = [];

    /// <summary>The holds of the newest decision: the same ones are not recorded again.</summary>
    public ImmutableArray<Hold> Explained { get; set; } = [];

    /// <summary>The desired fingerprint that failures, block and repairs are about.</summary>
    public string? About { get; set; }

    public FailureLadder Ladder { get; } = new();

    public ContestedRepairs Contest { get; } = new();

    public ProgressWatch Progress { get; } = new();

    /// <summary>What was still due after a run that failed or was held half-way: while it is the same, its first half is not done again.</summary>
    public string? StoppedOver { get; set; }

    /// <summary>Steps succeeded since it was last in sync.</summary>
    public bool WasRepaired { get; set; }

    /// <summary>The run in flight.</summary>
    public Run<TSpec>? Run { get; set; }

    /// <summary>A person asked for it to be repaired now, and no run has begun since.</summary>
    public bool SyncAsked { get; set; }

    /// <summary>A person asked: the status is reported after the next look even if it is the same.</summary>
    public bool OwesAnswer { get; set; }

    /// <summary>The host keeps a memory of it that is not empty.</summary>
    public bool IsRemembered { get; set; }

    /// <summary>The status as the host knows it.</summary>
    public ObjectStatus? Reported { get; set; }

    /// <summary>It is in sync and nothing is kept of it: an equal look need not be thought about.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>The sweep that was out when a run of it began or ended: that sweep's look at it may be older than the run's.</summary>
    public long TouchedDuring { get; set; }

    /// <summary>It is as it should be by the newest desired state, and healthy: others may rest on it.</summary>
    public bool IsReady => Spec is not null && PlannedFor is not null && Spec.Fingerprint == PlannedFor.Fingerprint
        && Seen is Planning.Seen.Present or Planning.Seen.Absent
        && Plan.Steps.IsEmpty && !Plan.Differs && Plan.Health == Health.Healthy;

    public ObjectMemory Memory() => new(Id, About, Ladder.Failures, Ladder.BlockedSince, Contest.Repairs, Contest.Until);
}
