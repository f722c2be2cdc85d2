using System.Collections.Immutable;
using Plumb.Kernel.Decisions;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <summary>What a run waits for.</summary>
internal enum RunPhase
{
    Looking,
    Waiting,
    Executing,
    Confirming,
}

/// <summary>One run of one object: look, wait for a place, steps, look again.</summary>
internal sealed class Run<TSpec>
    where TSpec : class, ISpec
{
    public required Cause Cause { get; init; }

    /// <summary>The newest desired state when it began: all its steps are for this one.</summary>
    public required TSpec? Spec { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>A person asked for it: backoffs are passed.</summary>
    public required bool Forced { get; init; }

    /// <summary>It only looks, and so waits for no place.</summary>
    public required bool OnlyLooks { get; init; }

    /// <summary>Of the decision that will be written of it; null before its first step.</summary>
    public string? Decision { get; set; }

    public RunPhase Phase { get; set; } = RunPhase.Looking;

    /// <summary>The number of the command that it waits for.</summary>
    public long Awaits { get; set; }

    /// <summary>When that command counts as lost; null when it waits for none.</summary>
    public DateTimeOffset? LostAt { get; set; }

    /// <summary>It may execute steps: it is one of so many at once.</summary>
    public bool HasPlace { get; set; }

    /// <summary>When the look answered on which its steps rest.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>What its first look called for.</summary>
    public Plan Plan { get; set; } = Plan.InSync;

    public string? Differing { get; set; }

    /// <summary>What it set out to do, as a fingerprint.</summary>
    public string? Due { get; set; }

    /// <summary>The step that is executed, or comes next.</summary>
    public int Next { get; set; }

    /// <summary>Something is still to be done to the world.</summary>
    public bool HasWork
    {
        get
        {
            for (var i = Next; i < Plan.Steps.Length; i++)
            {
                if (!Plan.Steps[i].OnlyLooks)
                    return true;
            }

            return false;
        }
    }

    public ImmutableArray<StepRecord>.Builder Steps { get; } = ImmutableArray.CreateBuilder<StepRecord>();

    public DecisionOutcome Outcome { get; set; } = DecisionOutcome.Succeeded;
}
