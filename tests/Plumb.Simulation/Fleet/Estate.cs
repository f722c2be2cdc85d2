using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Server.Fleet;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Fleet;

/// <summary>
/// One control plane's facts with all its agents: what each should run comes from a publisher of its own and is tied to it in one of the four ways, and
/// neighbours serve each other's publishers too, so that ties alone tell them apart.
/// </summary>
internal sealed class Estate
{
    private readonly List<VirtualPlane> _agents = [];
    private long _facts;
    private int _epoch = 1;

    public string Epoch => $"e{_epoch}";

    public VirtualPlane Join(Desire<ComposeSpec> desire, Random random)
    {
        var agent = new VirtualPlane(this, _agents.Count, desire, random);
        _agents.Add(agent);
        return agent;
    }

    /// <summary>It was put back from a backup: everything is counted anew.</summary>
    public void Restore()
    {
        _epoch++;
        _agents.ForEach(it => it.CountAnew());
    }

    /// <summary>The order in which facts are listed is any.</summary>
    public FleetFacts Facts(Random random)
    {
        foreach (var agent in _agents)
            agent.Publish();
        var stacks = _agents.SelectMany(it => it.Stacks(random)).ToArray();
        random.Shuffle(stacks);
        return FleetFacts.Of(
            ++_facts,
            _agents.ToDictionary(it => it.Publisher.Id, it => it.Publisher, StringComparer.Ordinal),
            stacks.ToDictionary(it => it.Id, it => it, StringComparer.Ordinal),
            _agents.ToDictionary(it => it.Id, it => it.AsAgent(), StringComparer.Ordinal),
            // A person who lets everything go at once: too many at once are the agent's own tests' matter.
            _agents.ToDictionary(
                it => it.Id,
                it => Errands.None with { Removals = [.. it.Published.Select(id => new RemovalAcknowledgement(id.Value, "sim", DateTimeOffset.MaxValue))] },
                StringComparer.Ordinal));
    }
}
