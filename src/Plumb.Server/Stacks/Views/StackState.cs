using Plumb.Contracts.Reports;

namespace Plumb.Server.Stacks.Views;

/// <summary>The newest that one agent said of a stack.</summary>
/// <param name="Responsible">The agent should run the stack by present facts.</param>
/// <param name="Reachable">It was heard of within three of its intervals.</param>
/// <param name="LastSeen">When it was heard of last.</param>
internal sealed record StackState(string Agent, StackReport Report, bool Responsible, bool Reachable, DateTimeOffset? LastSeen);

internal sealed record StackStateRow
{
    public const string Select = """
        select t.agent_id as AgentId, a.name as Agent, t.stack_id as StackId, t.report as Report
        from stack_state t join agent a on a.id = t.agent_id where t.gone = 0
        """;

    public required string AgentId { get; init; }

    public required string Agent { get; init; }

    public required string StackId { get; init; }

    public required string Report { get; init; }
}
