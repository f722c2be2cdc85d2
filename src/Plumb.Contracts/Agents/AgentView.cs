using System.Diagnostics.CodeAnalysis;

namespace Plumb.Contracts.Agents;

/// <param name="World">Such as <c>compose:engine</c>.</param>
/// <param name="WhyUnreachable">Null when it can be seen.</param>
/// <param name="Breaker"><c>closed</c>, <c>open</c> or <c>halfOpen</c>.</param>
public sealed record WorldView(
    string World, string? WhyUnreachable, string Breaker, DateTimeOffset? BreakerSince, DateTimeOffset? BreakerTryAt, string? OpenedBy);

public sealed record AgentView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Instance { get; init; }

    public string? Version { get; init; }

    /// <summary><c>Ready</c>, <c>Unreachable</c> or <c>Unknown</c> (never heard of).</summary>
    public required string Status { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    [AllowNull]
    public IReadOnlyList<string> Drivers { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? new Dictionary<string, string>(StringComparer.Ordinal); } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What people said of it beside its own configuration. Null: the server is older.</summary>
    public AgentOwn? Own { get; init; }

    /// <summary>Names of the publishers that it consented to serve, besides <c>system</c>.</summary>
    [AllowNull]
    public IReadOnlyList<string> Subscriptions { get; init => field = value ?? []; } = [];

    /// <summary>Names of the stacks that a target ties to it.</summary>
    [AllowNull]
    public IReadOnlyList<string> Targets { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Names of stacks that it holds back from removal and that are not known here, such as those made after the backup that the control plane was put
    /// back from. <c>plumb ack --removals</c> lets them go.
    /// </summary>
    [AllowNull]
    public IReadOnlyList<string> Strays { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<WorldView> Worlds { get; init => field = value ?? []; } = [];
}
