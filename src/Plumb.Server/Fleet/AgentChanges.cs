using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Changes of one agent's facts: shows anew the stacks that it runs from now on, or no more, and no other ones.</summary>
internal sealed class AgentChanges(FactsCache facts)
{
    /// <param name="scope">The transaction; nothing in it changed facts yet.</param>
    /// <param name="agentId">An agent that is there, or was.</param>
    /// <param name="change">Writes the change; answers whether there was any.</param>
    public bool Apply(WriteScope scope, string agentId, Func<bool> change)
    {
        var before = facts.For(scope);
        if (!change())
        {
            return false;
        }

        scope.ChangeAgent(agentId);
        var (was, now) = (before.Agents.GetValueOrDefault(agentId), FactsReader.ReadAgent(scope, agentId));
        var stacks = Runs(before, was);
        stacks.SymmetricExceptWith(Runs(before, now));
        foreach (var stack in stacks)
        {
            scope.Touch(stack);
        }

        return true;
    }

    private static HashSet<string> Runs(FleetFacts facts, Agent? agent) =>
        agent is null ? [] : facts.HeldBy(agent).Select(stack => stack.Id).ToHashSet(StringComparer.Ordinal);
}
