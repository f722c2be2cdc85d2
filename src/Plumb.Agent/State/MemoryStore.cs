using Microsoft.Extensions.Logging;
using Plumb.Agent.Hosting;
using Plumb.Kernel;
using Plumb.Kernel.Failures;

namespace Plumb.Agent.State;

/// <summary>The kernel's memory on disk: a file for each object that has failures, a block or repairs, and for each world.</summary>
internal sealed class MemoryStore(AgentPaths paths, ILogger<MemoryStore> log) : ILoopMemory
{
    private readonly KeyedFiles<ObjectMemory> objects = new(paths.Objects, StateJson.Default.ObjectMemory, static m => m.Id.Value, log);
    private readonly KeyedFiles<WorldMemory> worlds = new(paths.Worlds, StateJson.Default.WorldMemory, static m => m.World, log);

    public IReadOnlyList<ObjectMemory> Objects() => objects.Load();

    public IReadOnlyList<WorldMemory> Worlds() => worlds.Load();

    public void Remember(ObjectMemory memory)
    {
        if (memory.IsEmpty)
            objects.Delete(memory.Id.Value);
        else
            objects.Save(memory);
    }

    public void Remember(WorldMemory memory) => worlds.Save(memory);

    public void Forget(ObjectId id) => objects.Delete(id.Value);
}
