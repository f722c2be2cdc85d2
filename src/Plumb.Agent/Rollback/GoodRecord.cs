using Plumb.Contracts.Targets;

namespace Plumb.Agent.Rollback;

/// <summary>What was seen good of one stack, and what was given up for it. Kept across restarts; its contents are kept with it.</summary>
internal sealed record GoodRecord(string StackId)
{
    /// <summary>The newest object that was seen good; null: none was.</summary>
    public TargetStack? Good { get; init; }

    /// <summary>It stayed good for as long as its health is watched: what happens to it from now on is no failure of a deployment.</summary>
    public bool Proven { get; init; }

    /// <summary>The good one before it, as long as it is not proven.</summary>
    public TargetStack? Before { get; init; }

    /// <summary>The newer object that failed; null: none did, or another one came since.</summary>
    public GivenUp? GivenUp { get; init; }

    /// <summary>Contents that must not be lost.</summary>
    public IEnumerable<string> Checksums => ((TargetStack?[])[Good, Before]).Select(it => it?.Checksum).OfType<string>();

    /// <summary>What a failure of this object leads back to; null: nothing, for it is proven itself, or nothing older was ever good.</summary>
    public TargetStack? BackFrom(TargetStack newest)
    {
        var back = Good is not null && !IsSame(Good, newest) ? Good : Proven ? null : Before;
        // A person who pins a stack to an older object means it: there is no way back from that to a newer one.
        return back is not null && back.Sequence < newest.Sequence && back.Checksum != newest.Checksum ? back : null;
    }

    public static bool IsSame(TargetStack one, TargetStack other) => one.Sequence == other.Sequence && one.Checksum == other.Checksum;
}

/// <param name="Sequence">Of the object that failed.</param>
/// <param name="Checksum">Of its content.</param>
/// <param name="Why">What failed. Masked.</param>
/// <param name="At">When it was given up.</param>
/// <param name="Restored">The last good one was seen as it should be since.</param>
internal sealed record GivenUp(long Sequence, string? Checksum, string Why, DateTimeOffset At, bool Restored)
{
    public bool Is(TargetStack stack) => Sequence == stack.Sequence && Checksum == stack.Checksum;
}
