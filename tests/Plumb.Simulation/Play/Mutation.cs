using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>A deliberate fault in the kernel or its host, to prove that the checks can fail. The base has none.</summary>
public class Mutation<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>The children of a killed process go on.</summary>
    public virtual bool ChildrenOutliveTheProcess => false;

    /// <summary>What a new process reads back of what was kept.</summary>
    public virtual LoopParts<TSpec, TSeen> Restore(LoopParts<TSpec, TSeen> parts) => parts;

    /// <summary>A new process begins.</summary>
    public virtual void Restarted()
    {
    }

    /// <summary>The events that the loop gets instead of this one.</summary>
    public virtual IEnumerable<LoopEvent<TSpec, TSeen>> Tell(LoopEvent<TSpec, TSeen> happened) => [happened];

    /// <summary>The commands that the host gets instead of this one.</summary>
    public virtual IEnumerable<LoopCommand<TSpec>> Order(LoopCommand<TSpec> command) => [command];
}
