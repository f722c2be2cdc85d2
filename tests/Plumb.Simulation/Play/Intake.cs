using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>One host's way from what the control plane says to what its loop is told. What is on disk survives the process.</summary>
public abstract class Intake<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>What the loop of this process was told of what is desired.</summary>
    public abstract IReadOnlyDictionary<ObjectId, TSpec> Known { get; }

    /// <summary>A new process begins: what was on disk is to be told.</summary>
    public abstract IReadOnlyList<LoopEvent<TSpec, TSeen>> Restart();

    /// <summary>Asks the control plane once.</summary>
    /// <returns>What the loop is to be told, in order; null: the process died over it.</returns>
    public abstract IReadOnlyList<LoopEvent<TSpec, TSeen>>? Fetch();

    /// <summary>The loop orders this.</summary>
    public virtual void Ordered(LoopCommand<TSpec> command)
    {
    }
}
