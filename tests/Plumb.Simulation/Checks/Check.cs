using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Checks;

/// <summary>Watches all that goes in and out of one host's loop, over the deaths of its process.</summary>
public abstract class Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>A new process begins.</summary>
    public virtual void Started()
    {
    }

    /// <summary>The loop is about to be told.</summary>
    public virtual void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
    }

    /// <summary>The loop ordered this, and the host is about to carry it out.</summary>
    public virtual void Ordered(Moment now, LoopCommand<TSpec> command)
    {
    }
}

/// <param name="Time">True time since the beginning.</param>
/// <param name="Clock">What the host's clock says.</param>
public sealed record Moment(TimeSpan Time, DateTimeOffset Clock);
