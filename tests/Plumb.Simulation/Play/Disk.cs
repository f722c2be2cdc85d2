using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>What a host keeps across the deaths of its process.</summary>
public sealed class Disk<TSpec>
    where TSpec : class, ISpec
{
    public Dictionary<ObjectId, ObjectMemory> Objects { get; } = [];

    public Dictionary<string, WorldMemory> Worlds { get; } = new(StringComparer.Ordinal);

    public void Keep(LoopCommand<TSpec> command)
    {
        switch (command)
        {
            case LoopCommand<TSpec>.RememberObject { Memory: { IsEmpty: true } memory }:
                Objects.Remove(memory.Id);
                break;
            case LoopCommand<TSpec>.RememberObject { Memory: var memory }:
                Objects[memory.Id] = memory;
                break;
            case LoopCommand<TSpec>.RememberWorld { Memory: var memory }:
                Worlds[memory.World] = memory;
                break;
            case LoopCommand<TSpec>.Forget { Id: var id }:
                Objects.Remove(id);
                break;
        }
    }
}
