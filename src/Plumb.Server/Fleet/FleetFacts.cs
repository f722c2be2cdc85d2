using System.Collections.Immutable;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;

namespace Plumb.Server.Fleet;

/// <summary>All that target states are computed from, as of one moment of the store.</summary>
internal sealed class FleetFacts
{
    private readonly TermIndex _stacksByTerm;
    private readonly TermIndex _agentsByTerm;

    private FleetFacts(
        long revision, IReadOnlyDictionary<string, Publisher> publishers, ImmutableDictionary<string, Stack> stacks, ImmutableDictionary<string, Agent> agents,
        ImmutableDictionary<string, Errands> errands, TermIndex stacksByTerm, TermIndex agentsByTerm)
    {
        (Revision, Publishers, Stacks, Agents, Errands) = (revision, publishers, stacks, agents, errands);
        (_stacksByTerm, _agentsByTerm) = (stacksByTerm, agentsByTerm);
    }

    /// <summary>Counter <c>facts</c>: grows with every change of any of these.</summary>
    public long Revision { get; }

    public IReadOnlyDictionary<string, Publisher> Publishers { get; }

    public ImmutableDictionary<string, Stack> Stacks { get; }

    public ImmutableDictionary<string, Agent> Agents { get; }

    /// <summary>By agent; of most there are none.</summary>
    public ImmutableDictionary<string, Errands> Errands { get; }

    public static FleetFacts Of(
        long revision, IReadOnlyDictionary<string, Publisher> publishers, IReadOnlyDictionary<string, Stack> stacks, IReadOnlyDictionary<string, Agent> agents, IReadOnlyDictionary<string, Errands> errands) =>
        new FleetFacts(
            revision, publishers, ImmutableDictionary.Create<string, Stack>(StringComparer.Ordinal), ImmutableDictionary.Create<string, Agent>(StringComparer.Ordinal),
            ImmutableDictionary.Create<string, Errands>(StringComparer.Ordinal), TermIndex.Empty, TermIndex.Empty)
        .With(new FactsOf(stacks.Keys.ToHashSet(StringComparer.Ordinal), agents.Keys.ToHashSet(StringComparer.Ordinal)), stacks, agents, errands);

    /// <summary>The same with other values of some; what has none is not there any more.</summary>
    /// <param name="which">Those that are given anew.</param>
    /// <param name="stacks">By id.</param>
    /// <param name="agents">By id.</param>
    /// <param name="errands">By agent's id.</param>
    public FleetFacts With(FactsOf which, IReadOnlyDictionary<string, Stack> stacks, IReadOnlyDictionary<string, Agent> agents, IReadOnlyDictionary<string, Errands> errands) => new(
        Revision, Publishers, Put(Stacks, which.Stacks, stacks), Put(Agents, which.Agents, agents), Put(Errands, which.Agents, errands),
        _stacksByTerm.With(which.Stacks.Select(id => (id, TermsOf(Stacks.GetValueOrDefault(id)), TermsOf(stacks.GetValueOrDefault(id))))),
        _agentsByTerm.With(which.Agents.Select(id => (id, TermsOf(Agents.GetValueOrDefault(id)), TermsOf(agents.GetValueOrDefault(id))))));

    public FleetFacts At(long revision) => new(revision, Publishers, Stacks, Agents, Errands, _stacksByTerm, _agentsByTerm);

    public Agent? AgentNamed(string nameOrId) =>
        Agents.GetValueOrDefault(nameOrId) ?? _agentsByTerm[new Term(TermKind.Name, nameOrId)].Select(id => Agents[id]).FirstOrDefault();

    public Errands ErrandsOf(Agent agent) => Errands.GetValueOrDefault(agent.Id, Fleet.Errands.None);

    /// <summary>The stacks that an agent, as it is in these facts or otherwise, should run; in no order.</summary>
    public IEnumerable<Stack> HeldBy(Agent agent) => MayBeHeldBy(agent).Where(stack => Responsibility.Holds(agent, stack));

    /// <summary>The agents that should run a stack, as it is in these facts or otherwise, by name.</summary>
    public IEnumerable<Agent> ResponsibleFor(Stack stack) =>
        MayHold(stack).Where(agent => Responsibility.Holds(agent, stack)).OrderBy(agent => agent.Name, StringComparer.Ordinal);

    /// <summary>All that it holds, and perhaps more.</summary>
    public IEnumerable<Stack> MayBeHeldBy(Agent agent) => Term.Of(agent).Append(Term.Anybody).SelectMany(term => _stacksByTerm[term]).Distinct(StringComparer.Ordinal).Select(id => Stacks[id]);

    /// <summary>All that hold it, and perhaps more.</summary>
    public IEnumerable<Agent> MayHold(Stack stack)
    {
        var terms = Term.Of(stack);
        return terms.Contains(Term.Anybody) ? Agents.Values : terms.SelectMany(term => _agentsByTerm[term]).Distinct(StringComparer.Ordinal).Select(id => Agents[id]);
    }

    /// <summary>Agents that have a target of this id, whether there is such a stack or not.</summary>
    public IEnumerable<string> TiedTo(string stackId) => _agentsByTerm[new Term(TermKind.Target, stackId)];

    private static IReadOnlyCollection<Term> TermsOf(Stack? stack) => stack is null ? [] : Term.Of(stack);

    private static IReadOnlyCollection<Term> TermsOf(Agent? agent) => agent is null ? [] : Term.Of(agent);

    private static ImmutableDictionary<string, T> Put<T>(ImmutableDictionary<string, T> all, IReadOnlySet<string> which, IReadOnlyDictionary<string, T> values)
    {
        var changed = all.ToBuilder();
        foreach (var id in which)
        {
            if (values.TryGetValue(id, out var value))
            {
                changed[id] = value;
            }
            else
            {
                changed.Remove(id);
            }
        }

        return changed.ToImmutable();
    }
}
