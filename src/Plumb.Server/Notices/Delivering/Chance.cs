namespace Plumb.Server.Notices.Delivering;

/// <summary>Draws a number from 0 to 1. Safe for two at once.</summary>
internal sealed class Chance(Func<double> draw)
{
    private readonly Lock _lock = new();

    public double Next()
    {
        lock (_lock)
        {
            return draw();
        }
    }
}
