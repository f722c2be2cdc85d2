namespace Plumb.Kernel.Loop;

/// <summary>
/// Tells the clock's jumps from the passing of time: a step back, or a time long after the moment at which the loop asked to be
/// woken. All that waits is then moved along, so that a jump neither stalls it nor sets it all off at once.
/// </summary>
internal sealed class LoopClock
{
    /// <summary>A host may be this late without it being taken for a jump.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(30);

    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>By how much the clock moved between the last two readings, jump and all.</summary>
    public TimeSpan Moved { get; private set; }

    /// <summary>Takes note of the time.</summary>
    /// <param name="wake">When the loop asked to be woken; null when it did not.</param>
    /// <returns>How far the clock jumped; zero nearly always.</returns>
    public TimeSpan Read(DateTimeOffset now, DateTimeOffset? wake)
    {
        var last = _last;
        _last = now;
        Moved = now - last;
        if (now < last)
            return now - last;
        var expected = wake > last ? wake.Value : last;
        return wake is not null && now - expected > Lateness ? now - expected : TimeSpan.Zero;
    }
}
