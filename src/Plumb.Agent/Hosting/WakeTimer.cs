namespace Plumb.Agent.Hosting;

/// <summary>The one alarm of a loop: a later setting replaces an earlier one.</summary>
internal sealed class WakeTimer : IAsyncDisposable
{
    // The longest time that a timer of the platform takes.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly TimeProvider time;
    private readonly ITimer timer;

    public WakeTimer(TimeProvider time, Action ring)
    {
        this.time = time;
        timer = time.CreateTimer(_ => ring(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Set(DateTimeOffset at)
    {
        var due = at - time.GetUtcNow();
        // Rounded up to the timer's grain: an alarm that rings early would be set again at once, over and over.
        var grain = TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds));
        timer.Change(grain < TimeSpan.Zero ? TimeSpan.Zero : grain > Longest ? Longest : grain, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();
}
