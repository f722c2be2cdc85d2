using Plumb.Kernel.Planning;

namespace Plumb.Agent.Hosting;

/// <summary>The three parts of a driver that a loop runs on.</summary>
internal sealed record DriverParts<TSpec, TSeen>(IPlanner<TSpec, TSeen> Planner, IObserver<TSpec, TSeen> Observer, IExecutor<TSpec> Executor)
    where TSpec : class, ISpec
    where TSeen : class;
