namespace Plumb.Agent.Tests.Fixtures;

/// <summary>The host's clock says another time than the world's, and may be set meanwhile. What passes is measured as ever.</summary>
internal sealed class WrongClock(TimeSpan by) : TimeProvider
{
    private long ticks = by.Ticks;

    public TimeSpan By
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref ticks));
        set => Interlocked.Exchange(ref ticks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
}
