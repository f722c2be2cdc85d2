using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Hosting;

/// <summary>What is desired now, as a bulk look needs it. A snapshot is never changed once given out.</summary>
internal sealed class SpecBook<TSpec>
    where TSpec : class, ISpec
{
    private readonly Dictionary<ObjectId, TSpec> specs = [];
    private Dictionary<ObjectId, TSpec>? snapshot;

    public void Note<TSeen>(LoopEvent<TSpec, TSeen> happened)
        where TSeen : class
    {
        switch (happened)
        {
            case LoopEvent<TSpec, TSeen>.SpecSet set:
                specs[set.Spec.Id] = set.Spec;
                snapshot = null;
                break;
            case LoopEvent<TSpec, TSeen>.SpecRemoved removed when specs.Remove(removed.Id):
                snapshot = null;
                break;
            default:
                break;
        }
    }

    public IReadOnlyDictionary<ObjectId, TSpec> Snapshot() => snapshot ??= new Dictionary<ObjectId, TSpec>(specs);
}
