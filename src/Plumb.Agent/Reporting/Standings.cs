using Plumb.Agent.Desired;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Reporting;

/// <summary>How every stack stands, what was last said of each, and which have to be said anew.</summary>
internal sealed class Standings(SyncRecords syncs, Func<ComposeSpec, StackSeen, SyncFacts> facts)
{
    private readonly Dictionary<ObjectId, Slot> slots = [];
    private readonly HashSet<ObjectId> touched = [];

    public StackStanding? Find(ObjectId id) => slots.GetValueOrDefault(id)?.Standing;

    public void Desired(ComposeSpec spec)
    {
        if (!slots.ContainsKey(spec.Id))
            slots[spec.Id] = new Slot(new StackStanding { Target = spec.Target, Sync = syncs.Find(spec.Id.Value) });
        Change(spec.Id, s => s with { Target = spec.Target, Spec = spec, Removed = false, Facts = s.Actual is { } actual && facts(spec, actual) is var told && told != SyncFacts.None ? told : s.Facts });
    }

    /// <summary>A stack that should be here no more, and that may be known from an earlier process alone.</summary>
    public void Departing(TargetStack stack)
    {
        var id = new ObjectId(stack.Id);
        if (!slots.ContainsKey(id))
            slots[id] = new Slot(new StackStanding { Target = stack, Sync = syncs.Find(stack.Id) });
        Change(id, static s => s with { Removed = true, Failure = null });
    }

    public void NotPrepared(IReadOnlyList<PreparationFailure> failures, DateTimeOffset now)
    {
        var failing = failures.ToDictionary(f => new ObjectId(f.Stack.Id));
        foreach (var (id, failure) in failing)
        {
            if (!slots.ContainsKey(id))
                slots[id] = new Slot(new StackStanding { Target = failure.Stack, Sync = syncs.Find(id.Value) }) { LookedAt = now };
            Change(id, s => s with { Failure = failure });
        }

        foreach (var id in slots.Keys.Where(id => slots[id].Standing.Failure is not null && !failing.ContainsKey(id)).ToList())
            Change(id, static s => s with { Failure = null });
    }

    /// <summary>The same things seen again change nothing but the time of the look.</summary>
    public void LookedAtAll(WorldLook<StackSeen> look, DateTimeOffset now)
    {
        foreach (var (id, slot) in slots)
            Looked(id, slot, look.At(id), now);
    }

    public void Looked(ObjectId id, Look<StackSeen> look, DateTimeOffset now)
    {
        if (slots.TryGetValue(id, out var slot))
            Looked(id, slot, look, now);
    }

    public void Change(ObjectId id, Func<StackStanding, StackStanding> how)
    {
        if (slots.TryGetValue(id, out var slot))
            Put(id, slot, how(slot.Standing));
    }

    public StackStanding? Remove(ObjectId id)
    {
        touched.Remove(id);
        syncs.Drop(id.Value);
        return slots.Remove(id, out var slot) ? slot.Standing : null;
    }

    public void Answer(ObjectId id)
    {
        if (!slots.TryGetValue(id, out var slot))
            return;
        slot.Said = null;
        touched.Add(id);
    }

    public void AnswerAll()
    {
        foreach (var id in slots.Keys)
            Answer(id);
    }

    /// <summary>The stacks of which something else has to be said than last time.</summary>
    public IReadOnlyList<(StackStanding Stack, IReadOnlyList<string> Handled)> TakeChanged(Func<string, IReadOnlyList<string>> handledOf)
    {
        if (touched.Count == 0)
            return [];
        var changed = new List<(StackStanding, IReadOnlyList<string>)>();
        foreach (var id in touched.Order())
        {
            var slot = slots[id];
            // Before the first look, the first status or a failure there is nothing to tell.
            if (slot.Standing is { Status: null, Failure: null, Seen: null })
                continue;
            var handled = handledOf(id.Value);
            var said = ReportShape.Of(slot.Standing, handled);
            slot.Standing = slot.Standing with { Shown = StackStatusOf.Standing(slot.Standing), LookedAt = slot.LookedAt };
            if (slot.Standing.Sync is { } sync)
                syncs.Keep(sync);
            if (slot.Said is { } before && before.AsSpan().SequenceEqual(said))
                continue;
            slot.Said = said;
            changed.Add((slot.Standing, handled));
        }

        touched.Clear();
        return changed;
    }

    private void Looked(ObjectId id, Slot slot, Look<StackSeen> look, DateTimeOffset now)
    {
        var standing = slot.Standing;
        if (look.Seen == Seen.Unknown)
        {
            if (standing.Seen != Seen.Unknown)
                Put(id, slot, standing with { Seen = Seen.Unknown });
            return;
        }

        slot.LookedAt = now;
        if (standing.Seen == look.Seen && SeenShape.Same(standing.Actual, look.Actual))
            return;
        var told = standing.Spec is not { } spec ? SyncFacts.None
            : look.Actual is { } actual && facts(spec, actual) is var seen && (seen != SyncFacts.None || !standing.Removed) ? KeptFacts.Of(standing.Facts, seen, spec.Rendered?.ComposeHash)
            : standing.Removed ? SyncFacts.None
            : standing.Facts;
        Put(id, slot, standing with { Seen = look.Seen, Actual = look.Actual, Facts = told });
    }

    private void Put(ObjectId id, Slot slot, StackStanding standing)
    {
        slot.Standing = standing;
        touched.Add(id);
    }

    private sealed class Slot(StackStanding standing)
    {
        public StackStanding Standing { get; set; } = standing;

        public DateTimeOffset LookedAt { get; set; }

        public byte[]? Said { get; set; }
    }
}
