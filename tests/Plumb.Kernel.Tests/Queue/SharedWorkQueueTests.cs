using Plumb.Kernel.Queue;

namespace Plumb.Kernel.Tests;

public sealed class SharedWorkQueueTests
{
    [Fact]
    public async Task No_key_is_in_two_workers_hands_at_once_and_none_is_lost()
    {
        const int Keys = 50, Workers = 4, Cycles = 20_000;
        var queue = new SharedWorkQueue<int>(lanes: 3, TimeProvider.System);
        var (held, served) = (new int[Keys], new int[Keys]);
        for (var key = 0; key < Keys; key++)
            queue.Add(key, key % 3);

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Cycles; i++)
            {
                if (!queue.TryTake(out var key))
                    continue;
                Assert.Equal(1, Interlocked.Increment(ref held[key]));
                served[key]++;
                queue.Add(key, key % 3);
                Interlocked.Decrement(ref held[key]);
                queue.Done(key);
            }
        })));

        Assert.All(served, it => Assert.True(it > 0));
        var left = 0;
        while (queue.TryTake(out _))
            left++;
        Assert.Equal(Keys, left);
    }

    [Fact]
    public void A_delayed_key_is_not_there_yet()
    {
        var queue = new SharedWorkQueue<string>(lanes: 1, TimeProvider.System);
        queue.AddAfter("later", 0, TimeSpan.FromHours(1));
        queue.AddAfter("now", 0, TimeSpan.FromHours(-1));

        Assert.True(queue.TryTake(out var key));
        Assert.Equal("now", key);
        Assert.False(queue.TryTake(out _));
    }
}
