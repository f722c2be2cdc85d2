namespace Plumb.Kernel.Loop;

/// <summary>When the next sweep is due. One is out at a time, and at most six an interval, whatever asks for them.</summary>
internal sealed class SweepTimer
{
    private const int MostAnInterval = 6;

    private DateTimeOffset? _sentAt;

    /// <summary>When the next one is due; null before the start.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>The number of the newest one that was sent out; 0 before the first.</summary>
    public long Sent { get; private set; }

    /// <summary>The number of the newest one that was answered; 0 before the first.</summary>
    public long Answered { get; private set; }

    /// <summary>When the one that is out counts as lost; null when none is out.</summary>
    public DateTimeOffset? LostAt { get; private set; }

    public bool IsOut => LostAt is not null;

    public bool IsDue(DateTimeOffset now) => !IsOut && DueAt <= now;

    public void Start(DateTimeOffset now) => DueAt = now;

    /// <summary>Sends one out.</summary>
    /// <returns>Its number.</returns>
    public long Send(DateTimeOffset now, TimeSpan interval, TimeSpan answerWithin)
    {
        (_sentAt, DueAt, LostAt) = (now, now + interval, now + answerWithin);
        return ++Sent;
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>False when it is not the answer that is waited for.</returns>
    public bool Answer(long sweep, DateTimeOffset now, TimeSpan interval)
    {
        if (!IsOut || sweep != Sent)
            return false;
        (Answered, LostAt) = (sweep, null);
        if (DueAt < now + (interval / MostAnInterval))
            DueAt = now + (interval / MostAnInterval);
        return true;
    }

    /// <summary>Brings the next one forward.</summary>
    public void Soon(DateTimeOffset now, TimeSpan interval)
    {
        if (DueAt is null)
            return;
        var earliest = _sentAt + (interval / MostAnInterval) is { } spaced && spaced > now ? spaced : now;
        if (DueAt > earliest)
            DueAt = earliest;
    }

    /// <summary>No later than an interval from now; for a shorter interval.</summary>
    public void Within(DateTimeOffset now, TimeSpan interval)
    {
        if (DueAt > now + interval)
            DueAt = now + interval;
    }

    public void Shift(TimeSpan by) => (_sentAt, DueAt, LostAt) = (_sentAt + by, DueAt + by, LostAt + by);
}
