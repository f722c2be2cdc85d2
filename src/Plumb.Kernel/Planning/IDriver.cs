namespace Plumb.Kernel.Planning;

/// <summary>Compares what should be with what is. Pure: no I/O, no clock, the same answer for the same input.</summary>
public interface IPlanner<in TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <param name="id">The object.</param>
    /// <param name="desired">What should be; null when the object should not be.</param>
    /// <param name="actual">Present or Absent; the kernel never asks with Unknown.</param>
    /// <param name="context">The time, and how complete the two sides are.</param>
    Plan Plan(ObjectId id, TSpec? desired, Look<TSeen> actual, PlanContext context);
}

/// <summary>Looks at one kind of world. Never throws for a world that cannot be seen: that is an Unknown answer.</summary>
public interface IObserver<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>Looks at the whole world in a constant number of calls.</summary>
    ValueTask<WorldLook<TSeen>> LookAtAllAsync(IReadOnlyDictionary<ObjectId, TSpec> desired, CancellationToken cancellation);

    /// <summary>Looks at one object anew.</summary>
    ValueTask<Look<TSeen>> LookAtAsync(ObjectId id, TSpec? desired, CancellationToken cancellation);
}

/// <summary>Executes the small steps that the planner of the same driver made.</summary>
public interface IExecutor<in TSpec>
    where TSpec : class, ISpec
{
    /// <summary>Honours cancellation; what it leaves half-done is something that the next look can read.</summary>
    ValueTask<StepOutcome> ExecuteAsync(ObjectId id, TSpec? desired, Step step, CancellationToken cancellation);
}
