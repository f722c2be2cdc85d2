using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Hosting;

/// <summary>Several listeners, told in order.</summary>
internal sealed class LoopListeners<TSpec, TSeen>(params ILoopListener<TSpec, TSeen>[] all) : ILoopListener<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    public void Happened(DateTimeOffset now, LoopEvent<TSpec, TSeen> happened)
    {
        foreach (var one in all)
            one.Happened(now, happened);
    }

    public void Ordered(DateTimeOffset now, LoopCommand<TSpec> command)
    {
        foreach (var one in all)
            one.Ordered(now, command);
    }

    public void Settled(DateTimeOffset now)
    {
        foreach (var one in all)
            one.Settled(now);
    }
}
