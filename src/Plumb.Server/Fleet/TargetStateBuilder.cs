using Plumb.Contracts.Targets;
using Plumb.Server.Stacks;

namespace Plumb.Server.Fleet;

/// <summary>What one agent should keep true: a pure function of the facts.</summary>
internal static class TargetStateBuilder
{
    /// <param name="facts">As of one moment.</param>
    /// <param name="agent">One of the facts' agents.</param>
    /// <param name="defaults">Policies of stacks that do not say.</param>
    /// <param name="epoch">The control plane's.</param>
    /// <param name="version">Of this state.</param>
    public static TargetState Build(FleetFacts facts, Agent agent, PolicyDefaults defaults, string epoch, long version)
    {
        var errands = facts.ErrandsOf(agent);
        var named = facts.HeldBy(agent)
            .Where(stack => stack.Sequence is not null || stack.Refusal is not null)
            .Select(stack => (stack, policies: StackPolicies.Of(stack.Settings, defaults)))
            .OrderBy(pair => pair.stack.Id, StringComparer.Ordinal)
            .ToLookup(pair => IsDeparting(pair.stack, pair.policies));
        var stacks = named[false].Select(pair => Target(pair.stack, pair.policies)).ToList();
        return new TargetState(epoch, version, IsComplete(facts, agent), stacks, errands.Deletions, errands.Breakers)
        {
            Removals = errands.Removals,
            Departing = [.. named[true].Select(pair => new DepartingStack(pair.stack.Id, pair.policies.Remove))],
        };
    }

    /// <summary>Grows by one with every change, and only then.</summary>
    /// <param name="version">Of the newest state so far; 0 before the first.</param>
    /// <param name="before">Its hash, counted as version 0; null before the first.</param>
    public static long NextVersion(long version, string? before, string hash) => hash == before ? version : version + 1;

    // Gone from its source: once it may go it is no longer desired; until then it stays and is called orphaned.
    private static bool IsDeparting(Stack stack, StackPolicies policies) => stack.GoneAt is not null && policies.MayGo(stack.GoneAcknowledged);

    private static bool IsComplete(FleetFacts facts, Agent agent) =>
        facts.Publishers.Values.Where(publisher => Responsibility.Serves(agent, publisher)).All(publisher => publisher.Complete);

    private static TargetStack Target(Stack stack, StackPolicies policies) => new()
    {
        Id = stack.Id,
        Name = stack.DisplayName,
        Scope = stack.Publisher.Scope,
        Path = stack.Name,
        Driver = stack.Driver,
        Sequence = stack.Sequence ?? 0,
        Checksum = stack.Checksum,
        Revision = stack.Revision,
        CommitMessage = stack.CommitMessage,
        ComposeFile = stack.ComposeFile,
        Settings = stack.Settings,
        Refusal = stack.Refusal,
        Orphaned = stack.GoneAt is not null,
        Suspended = stack.Suspended,
        Stopped = stack.Stopped,
        ReconcileEnabled = policies.ReconcileEnabled,
        DriftPolicy = policies.Drift,
        ChangePolicy = policies.Change,
        RemoveEnabled = policies.Remove,
        Requests = stack.Requests,
    };
}
