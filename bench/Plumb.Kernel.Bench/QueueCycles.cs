using BenchmarkDotNet.Attributes;
using Plumb.Kernel.Queue;

namespace Plumb.Kernel.Bench;

/// <summary>
/// The queue that ships, with lanes, delays and fairness, under workers that do nothing else: one million cycles of take, add again
/// and done over ten thousand keys. A mean is of one cycle; 200 ns are five million cycles a second.
/// </summary>
[MemoryDiagnoser]
public class QueueCycles
{
    private const int Keys = 10_000;
    private const int Cycles = 1_000_000;
    private readonly ObjectId[] _keys = [.. Enumerable.Range(0, Keys).Select(it => new ObjectId($"compose/stack-{it:00000}"))];
    private SharedWorkQueue<ObjectId> _queue = null!;

    [Params(1, 2, 8)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _queue = new(lanes: 4, TimeProvider.System);
        for (var i = 0; i < Keys; i++)
            _queue.Add(_keys[i], LaneOf(i));
    }

    [Benchmark(OperationsPerInvoke = Cycles)]
    public void Cycle()
    {
        var workers = Enumerable.Range(0, Workers).Select(_ => new Thread(Work)).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
    }

    private void Work()
    {
        for (var i = 0; i < Cycles / Workers; i++)
        {
            if (!_queue.TryTake(out var key))
                throw new InvalidOperationException("The queue ran dry, though every key is added again.");
            _queue.Add(key, LaneOf(i));
            _queue.Done(key);
        }
    }

    // Most are of the sweep, some are hints, few are of a person.
    private static int LaneOf(int i) => (i & 63) == 0 ? 0 : (i & 7) == 0 ? 1 : 2;
}
