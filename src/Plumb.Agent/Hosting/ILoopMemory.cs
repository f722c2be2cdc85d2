using Plumb.Kernel;
using Plumb.Kernel.Failures;

namespace Plumb.Agent.Hosting;

/// <summary>What a loop keeps across restarts. A call returns when the fact is durable.</summary>
internal interface ILoopMemory
{
    IReadOnlyList<ObjectMemory> Objects();

    IReadOnlyList<WorldMemory> Worlds();

    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    void Remember(ObjectMemory memory);

    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    void Remember(WorldMemory memory);

    /// <exception cref="IOException">The directory cannot be written.</exception>
    void Forget(ObjectId id);
}
