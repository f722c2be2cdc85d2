namespace Plumb.Kernel.Failures;

/// <summary>
/// Notices an object whose steps succeed and change nothing, or go round in a circle, so that it cannot keep the loop busy.
/// Counted from one look that was in sync to the next.
/// </summary>
internal sealed class ProgressWatch
{
    private const int Longest = 16;

    private readonly List<string> _tried = [];

    /// <summary>The desired fingerprint that was last in sync, or that steps were last carried out for.</summary>
    public string? SyncedFor { get; private set; }

    public void RestoreSyncedFor(string? desired) => SyncedFor = desired;

    public void InSync(string? desired)
    {
        SyncedFor = desired;
        _tried.Clear();
    }

    public void Restart()
    {
        SyncedFor = null;
        _tried.Clear();
    }

    /// <summary>All steps of a run succeeded, and yet more are due.</summary>
    /// <param name="before">What differed before the run.</param>
    /// <param name="after">What differs now.</param>
    /// <returns>True when it was like this before: trying again would go round in a circle.</returns>
    public bool IsCircle(string before, string after)
    {
        var isCircle = _tried.Count >= Longest || Knows(before) || before == after || Knows(after);
        if (!Knows(before))
            _tried.Add(before);
        return isCircle;
    }

    private bool Knows(string differing) => _tried.Contains(differing, StringComparer.Ordinal);
}
