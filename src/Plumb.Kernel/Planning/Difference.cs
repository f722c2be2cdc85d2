namespace Plumb.Kernel.Planning;

/// <summary>One thing that is not as it should be. Values never hold secrets: the planner masks them.</summary>
/// <param name="Kind">A word of the driver's closed list.</param>
/// <param name="Service">The part of the object, or null for the whole.</param>
/// <param name="Field">What differs in it, or null.</param>
/// <param name="Desired">The value that should be; null when nothing should.</param>
/// <param name="Actual">The value that is; null when nothing is.</param>
public sealed record Difference(string Kind, string? Service, string? Field, string? Desired, string? Actual)
{
    /// <summary>The two values are ids, times or counts: they are shown, and left out of the fingerprint.</summary>
    public bool ValuesVary { get; init; }

    /// <summary>It is told and nothing is ever done about it: an object that differs in no other way is as it should be.</summary>
    public bool OnlyTold { get; init; }
}
