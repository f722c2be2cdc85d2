using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.Hosting;
using Plumb.Kernel;

namespace Plumb.Agent.Tests.Hosting;

public sealed class HintPumpTests
{
    private const int Attempts = 9;

    [Fact]
    public async Task A_world_that_is_away_is_tried_ever_more_seldom_and_no_sweep_is_asked_for()
    {
        var (pauses, passed) = await RunAsync(heard: 0);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], pauses);
        Assert.Equal(0, passed);
    }

    [Fact]
    public async Task One_that_breaks_off_as_soon_as_it_is_there_is_tried_ever_more_seldom_too()
    {
        var (pauses, passed) = await RunAsync(heard: 1);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], pauses);

        // What it says, and that anything may have changed since.
        Assert.Equal(Attempts + (Attempts - 1), passed);
    }

    /// <returns>The pauses between the attempts, in seconds, and how many hints were passed on.</returns>
    private static async Task<(IReadOnlyList<int> Pauses, int Passed)> RunAsync(int heard)
    {
        using var stop = new CancellationTokenSource();
        var time = new EagerTime();
        var (attempts, passed) = (0, 0);
        var pump = new HintPump(Hints, _ => passed++, time, NullLogger<HintPump>.Instance);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump.RunAsync(stop.Token));
        return (time.Pauses, passed);

        async IAsyncEnumerable<ObjectId?> Hints([EnumeratorCancellation] CancellationToken cancellation)
        {
            attempts++;
            for (var i = 0; i < heard; i++)
                yield return null;
            if (attempts == Attempts)
                await stop.CancelAsync();
        }
    }

    /// <summary>Every pause is over at once, and remembered.</summary>
    private sealed class EagerTime : TimeProvider
    {
        private long now;

        public List<int> Pauses { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            now += dueTime.Ticks;
            Pauses.Add((int)dueTime.TotalSeconds);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
