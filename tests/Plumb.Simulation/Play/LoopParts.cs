using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Kernel.Queue;

namespace Plumb.Simulation.Play;

/// <summary>What a new process makes its loop from.</summary>
public sealed record LoopParts<TSpec, TSeen>(
    IPlanner<TSpec, TSeen> Planner, LoopOptions Options, IEnumerable<ObjectMemory> Objects, IEnumerable<WorldMemory> Worlds)
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>How often the queue passes a lane over; null as it ships.</summary>
    public int? Patience { get; init; }

    public ReconcileLoop<TSpec, TSeen> Assemble(Random random)
    {
        var ids = 0;
        var queue = Patience is { } patience ? new WorkQueue<ObjectId>(ReconcileLoop<TSpec, TSeen>.Lanes, patience) : null;
        return queue is null
            ? new(Planner, Options, Objects, Worlds, random.NextDouble, () => $"d{++ids}")
            : new(Planner, Options, Objects, Worlds, random.NextDouble, () => $"d{++ids}") { Queue = queue };
    }
}
