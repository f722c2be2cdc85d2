using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Hosting;

/// <summary>Sees everything that goes through a loop, in order, on the loop's one thread. It must not wait for anything.</summary>
internal interface ILoopListener<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>Before the loop handles it.</summary>
    void Happened(DateTimeOffset now, LoopEvent<TSpec, TSeen> happened);

    /// <summary>Before it is carried out.</summary>
    void Ordered(DateTimeOffset now, LoopCommand<TSpec> command);

    /// <summary>All commands of one event were carried out or started.</summary>
    void Settled(DateTimeOffset now);
}
