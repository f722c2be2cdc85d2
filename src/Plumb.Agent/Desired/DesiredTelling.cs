using Plumb.Agent.State;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Desired;

/// <summary>What the loop of this process was told of what is desired, and what it has to be told now. Pure.</summary>
internal sealed class DesiredTelling
{
    private readonly Dictionary<ObjectId, string> told = [];
    private readonly HashSet<ObjectId> removing = [];
    private bool complete;

    /// <summary>The stacks that the loop knows as desired.</summary>
    public IReadOnlyCollection<ObjectId> Told => told.Keys;

    /// <summary>"Not complete" counts before anything that might look like a removal, "complete" after all that is desired.</summary>
    public IReadOnlyList<Event> Tell(DesiredSet set, TargetState target, IReadOnlyList<Removal> removals)
    {
        var news = new List<Event>();
        if (!set.Complete)
            SetComplete(false, news);
        TellSpecs(set.Specs, news);
        TellRemovals(target, removals, news);
        if (set.Complete)
            SetComplete(true, news);
        return news;
    }

    /// <summary>One that will be desired just so, whatever becomes of the others.</summary>
    public IReadOnlyList<Event> Tell(ComposeSpec sure)
    {
        var news = new List<Event>();
        TellSpecs([sure], news);
        return news;
    }

    private void TellSpecs(IReadOnlyList<ComposeSpec> specs, List<Event> news)
    {
        foreach (var spec in specs)
        {
            var identity = SpecIdentity.Of(spec, SpecIdentity.Of(spec.Target));
            removing.Remove(spec.Id);
            if (told.TryGetValue(spec.Id, out var before) && string.Equals(before, identity, StringComparison.Ordinal))
                continue;
            told[spec.Id] = identity;
            news.Add(new Event.SpecSet(spec));
        }
    }

    private void TellRemovals(TargetState target, IReadOnlyList<Removal> removals, List<Event> news)
    {
        var desired = target.Stacks.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in told.Keys.Where(id => !desired.Contains(id.Value)).ToList())
        {
            told.Remove(gone);
            removing.Add(gone);
            news.Add(new Event.SpecRemoved(gone));
        }

        // Of an earlier process: the loop knows nothing of them, and is asked to look whether anything is left.
        foreach (var removal in removals.Where(r => removing.Add(new ObjectId(r.Stack.Id))))
            news.Add(new Event.Asked(new ObjectId(removal.Stack.Id), Ask.Look));
    }

    private void SetComplete(bool now, List<Event> news)
    {
        if (complete == now)
            return;
        complete = now;
        news.Add(new Event.DesiredCompleteness(now));
    }
}
