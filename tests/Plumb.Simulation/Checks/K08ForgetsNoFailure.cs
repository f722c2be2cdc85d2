using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>Part of K8: what was written down of failures and blocks is still known after the process died.</summary>
public sealed class K08ForgetsNoFailure<TSpec, TSeen>(Disk<TSpec> disk) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<(ObjectId Id, string Action), (int Count, string? Desired)> _written = [];
    private readonly Dictionary<ObjectId, string?> _blocked = [];

    public override void Started()
    {
        _written.Clear();
        _blocked.Clear();
        foreach (var memory in disk.Objects.Values)
        {
            if (memory.BlockedSince is not null)
                _blocked[memory.Id] = memory.Desired;
            foreach (var failure in memory.Failures)
                _written[(memory.Id, failure.Action)] = (failure.Count, memory.Desired);
        }
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        if (happened is LoopEvent<TSpec, TSeen>.Asked { Ask: Ask.Unblock } asked)
            Drop(asked.Id);
        else if (happened is LoopEvent<TSpec, TSeen>.SpecSet { Spec: var spec })
            DropIfChanged(spec.Id, spec.Fingerprint);
        else if (happened is LoopEvent<TSpec, TSeen>.SpecRemoved removed)
            DropIfChanged(removed.Id, desired: null);
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is LoopCommand<TSpec>.Execute execute && _blocked.ContainsKey(execute.Id))
            throw new InvariantException("K8", $"{execute.Id} was blocked before the process died, and is not any more");
        if (command is not LoopCommand<TSpec>.RememberObject { Memory: var memory })
            return;
        foreach (var (key, before) in _written.Where(it => it.Key.Id == memory.Id).ToList())
        {
            if (memory.Failures.FirstOrDefault(it => it.Action == key.Action) is not { } failure)
                _written.Remove(key);
            else if (failure.Count < before.Count)
                throw new InvariantException("K8", $"{key.Action} of {key.Id} had failed {before.Count} times before the process died, and now {failure.Count}");
        }

        if (memory.BlockedSince is null)
            _blocked.Remove(memory.Id);
    }

    private void DropIfChanged(ObjectId id, string? desired)
    {
        if (_written.Any(it => it.Key.Id == id && it.Value.Desired != desired) || (_blocked.TryGetValue(id, out var before) && before != desired))
            Drop(id);
    }

    private void Drop(ObjectId id)
    {
        _blocked.Remove(id);
        foreach (var key in _written.Keys.Where(it => it.Id == id).ToList())
            _written.Remove(key);
    }
}
