using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Loop;

namespace Plumb.Agent.Telemetry;

/// <summary>Stacks' names for people. A name outlives the spec: a removal is told by name too.</summary>
internal sealed class ObjectNames
{
    private readonly Dictionary<ObjectId, string> names = [];

    public string Of(ObjectId id) => names.GetValueOrDefault(id, id.Value);

    public void Note(LoopEvent<ComposeSpec, StackSeen> happened)
    {
        if (happened is LoopEvent<ComposeSpec, StackSeen>.SpecSet set)
            names[set.Spec.Id] = set.Spec.Target.Name;
    }

    public void Note(LoopCommand<ComposeSpec> command)
    {
        if (command is LoopCommand<ComposeSpec>.Forget gone)
            names.Remove(gone.Id);
    }
}
