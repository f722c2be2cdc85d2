using Plumb.Agent.State;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Desired;

/// <summary>
/// What the newest accepted target state says, and what should go because of those before it. Pure: it is told, and says what has to be
/// written down, in order.
/// </summary>
internal sealed class TargetLedger
{
    private readonly Dictionary<string, Removal> removals;
    private TargetState? last;

    /// <param name="last">What an earlier process accepted; null when there is nothing.</param>
    /// <param name="kept">The removals that it wrote down.</param>
    public TargetLedger(TargetState? last, IEnumerable<Removal> kept)
    {
        this.last = last;
        removals = kept.ToDictionary(r => r.Stack.Id, StringComparer.Ordinal);
    }

    /// <summary>Stacks that should go and of which something may be left.</summary>
    public IReadOnlyList<Removal> Removals
    {
        get
        {
            var desired = last is null ? [] : last.Stacks.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
            return [.. removals.Values.Where(r => !desired.Contains(r.Stack.Id)).OrderBy(r => r.Stack.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// Takes a newer target state. No crash forgets a removal when what it says is written in its order: first the removals, then the target
    /// state, and only then what is desired again is dropped.
    /// </summary>
    /// <param name="newer">Newer than the one before.</param>
    /// <param name="now">When it is taken.</param>
    public Entry Take(TargetState newer, DateTimeOffset now)
    {
        var target = KeptWhole(newer);
        var desired = target.Stacks.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var markers = target.Deletions.ToDictionary(d => d.StackId, StringComparer.Ordinal);
        var put = new List<Removal>();
        var held = last?.Stacks.Where(s => s.Driver == DesiredBuilder.Driver).ToList() ?? [];
        var vanished = held.Where(s => !desired.Contains(s.Id)).ToList();
        var massive = MassRemoval.Is(vanished.Count(s => !markers.ContainsKey(s.Id)), held.Count);
        foreach (var stack in vanished)
            Put(new Removal(stack, markers.GetValueOrDefault(stack.Id)) { Massive = massive && !markers.ContainsKey(stack.Id), Since = now });
        foreach (var unknown in target.Deletions.Where(d => !desired.Contains(d.StackId) && !removals.ContainsKey(d.StackId)).ToList())
            Put(Removal.Of(unknown));
        foreach (var marked in removals.Values.Where(r => r.Marker is null && markers.ContainsKey(r.Stack.Id)).ToList())
            Put(marked with { Marker = markers[marked.Stack.Id], Massive = false });
        foreach (var departing in target.Departing)
        {
            if (removals.GetValueOrDefault(departing.StackId) is { } told && told.Stack.RemoveEnabled != departing.RemoveEnabled)
                Put(told with { Stack = told.Stack with { RemoveEnabled = departing.RemoveEnabled } });
        }

        foreach (var let in target.Removals)
        {
            if (removals.GetValueOrDefault(let.StackId) is { Massive: true } seen && let.At >= seen.Since)
                Put(seen with { Massive = false });
        }

        var drop = removals.Keys.Where(desired.Contains).ToList();
        drop.ForEach(id => removals.Remove(id));
        last = target;
        return new Entry(put, target, drop);

        void Put(Removal removal)
        {
            removals[removal.Stack.Id] = removal;
            put.Add(removal);
        }
    }

    /// <summary>A look found nothing of it.</summary>
    /// <returns>False: nothing is written down of it.</returns>
    public bool Gone(string stackId) => removals.Remove(stackId);

    // A control plane that has not read all its sources yet, or lost its database, says nothing by leaving a stack out.
    private TargetState KeptWhole(TargetState next)
    {
        if (next.Complete || last is null)
            return next;
        var named = next.Stacks.Select(s => s.Id).Concat(next.Deletions.Select(d => d.StackId)).ToHashSet(StringComparer.Ordinal);
        var places = next.Stacks.Select(s => (s.Scope, s.Path)).ToHashSet();
        return next with { Stacks = [.. next.Stacks, .. last.Stacks.Where(s => !named.Contains(s.Id) && !places.Contains((s.Scope, s.Path)))] };
    }

    /// <param name="Put">Removals to write down first.</param>
    /// <param name="Target">As it counts here, to write down next: what an incomplete one lacks is still desired.</param>
    /// <param name="Drop">Removals to strike out last, by stack id: desired again.</param>
    internal sealed record Entry(IReadOnlyList<Removal> Put, TargetState Target, IReadOnlyList<string> Drop);
}
