using System.Collections.Immutable;
using Plumb.Kernel;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Toy;

/// <summary>Things with parts. It notices when something is made twice, or taken away that is not ours.</summary>
public sealed class ToyUniverse(IPlanner<ToySpec, ToySeen>? planner = null) : IUniverse<ToySpec, ToySeen>
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    private readonly Dictionary<ObjectId, ToySeen> _things = [];
    private readonly Dictionary<ObjectId, ToySeen?> _looked = [];

    public string World => ToyStep.Toys;

    /// <summary>Why nothing of an object can be made now; null when it can.</summary>
    public Func<ObjectId, string?> Refuse { get; set; } = static _ => null;

    public IPlanner<ToySpec, ToySeen> Planner { get; } = planner ?? new ToyPlanner();

    public IReadOnlyDictionary<ObjectId, ToySeen> LookAtAll(IReadOnlyDictionary<ObjectId, ToySpec> desired, DateTimeOffset now) =>
        _things.Where(it => it.Value.IsOurs || desired.ContainsKey(it.Key)).ToDictionary(it => it.Key, it => it.Value);

    public Look<ToySeen> LookAt(ObjectId id, ToySpec? spec, DateTimeOffset now)
    {
        _looked[id] = _things.GetValueOrDefault(id);
        return _things.TryGetValue(id, out var thing) ? Look<ToySeen>.Present(thing) : Look<ToySeen>.Absent();
    }

    public IReadOnlyList<Func<string?>> Parts(ObjectId id, ToySpec? spec, Step step)
    {
        if (step.Destructive && _looked.GetValueOrDefault(id) is { IsOurs: false })
            throw new InvariantException("K7", $"{step.Action} of {id}, which did not carry our mark when it was looked at");
        return (ToyStep)step switch
        {
            ToyStep.Make make => [() => Make(id, make.Part, make.Version)],
            ToyStep.Change change => [() => Drop(id, change.Part), () => Make(id, change.Part, change.Version)],
            ToyStep.Drop drop => [() => Drop(id, drop.Part)],
            ToyStep.Remove => [.. Names.Select<string, Func<string?>>(part => () => Drop(id, part)), () => Remove(id)],
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "unknown step"),
        };
    }

    public void Meddle(ObjectId id, Random random)
    {
        var thing = _things.GetValueOrDefault(id);
        switch (random.Next(5))
        {
            case 0:
                _things.Remove(id);
                break;
            case 1 when thing is null:
                _things[id] = new(IsOurs: false, ImmutableSortedDictionary<string, int>.Empty.Add("a", 99));
                break;
            case 2 or 3 when thing is { Parts.Count: > 0 }:
                _things[id] = thing with { Parts = thing.Parts.Remove(thing.Parts.Keys.ElementAt(random.Next(thing.Parts.Count))) };
                break;
            case 4 when thing is { Parts.Count: > 0 }:
                _things[id] = thing with { Parts = thing.Parts.SetItem(thing.Parts.Keys.ElementAt(random.Next(thing.Parts.Count)), 99) };
                break;
        }
    }

    /// <summary>Everything is taken away.</summary>
    public void Clear() => _things.Clear();

    public void Tidy()
    {
        foreach (var id in _things.Where(it => !it.Value.IsOurs).Select(it => it.Key).ToList())
            _things.Remove(id);
    }

    public ToySpec Change(ObjectId id, ToySpec? before, Random random)
    {
        var parts = Names.Where(_ => random.Next(2) == 0).ToImmutableSortedDictionary(it => it, _ => random.Next(5), StringComparer.Ordinal);
        // Only on lower ones: no circles.
        var number = int.Parse(id.Value[1..]);
        ObjectId[] needs = number > 0 && random.Next(5) == 0 ? [new($"o{random.Next(number)}")] : [];
        return new(id, parts.IsEmpty ? parts.Add("a", random.Next(5)) : parts) { Suspended = before?.Suspended ?? false, DependsOn = needs };
    }

    public ToySpec Suspend(ToySpec spec, bool suspended) => spec with { Suspended = suspended };

    public string? Wrong(ObjectId id, ToySpec? spec)
    {
        var thing = _things.GetValueOrDefault(id);
        if (thing is { IsOurs: false })
            return null;
        var is_ = thing is null ? "" : string.Join(' ', thing.Parts.Select(it => $"{it.Key}{it.Value}"));
        return spec is null
            ? thing is null ? null : $"it is still there: {is_}"
            : is_ == spec.Fingerprint ? null : $"it is {is_} and should be {spec.Fingerprint}";
    }

    public bool IsJust(HoldReason reason, ObjectId id, ToySpec? spec) =>
        reason == HoldReason.NotOurs && _things.GetValueOrDefault(id) is { IsOurs: false };

    public string Picture() => string.Join('\n', _things.OrderBy(it => it.Key).Select(it =>
        $"{it.Key} {(it.Value.IsOurs ? "ours" : "not ours")} {string.Join(' ', it.Value.Parts.Select(part => $"{part.Key}{part.Value}"))}"));

    private string? Make(ObjectId id, string part, int version)
    {
        var thing = _things.GetValueOrDefault(id) ?? new(IsOurs: true, ImmutableSortedDictionary<string, int>.Empty);
        if (!thing.IsOurs)
            return $"{id} is somebody else's";
        if (Refuse(id) is { } why)
            return why;
        if (thing.Parts.ContainsKey(part))
            throw new InvariantException("K8", $"part {part} of {id} is made twice");
        _things[id] = thing with { Parts = thing.Parts.Add(part, version) };
        return null;
    }

    private string? Drop(ObjectId id, string part)
    {
        if (_things.GetValueOrDefault(id) is not { } thing)
            return null;
        if (!thing.IsOurs)
            return $"{id} is somebody else's";
        _things[id] = thing with { Parts = thing.Parts.Remove(part) };
        return null;
    }

    private string? Remove(ObjectId id)
    {
        if (_things.GetValueOrDefault(id) is { IsOurs: false })
            return $"{id} is somebody else's";
        _things.Remove(id);
        return null;
    }
}
