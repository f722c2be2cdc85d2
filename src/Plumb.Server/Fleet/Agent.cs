using System.Collections.Frozen;
using System.Text.Json;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Json;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>An agent as the control plane knows it: facts only.</summary>
internal sealed record Agent
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Drivers { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>What people said of it.</summary>
    public AgentOwn? Own { get; init; }

    /// <summary>Ids of stacks that a target ties to it.</summary>
    public required IReadOnlySet<string> Targets { get; init; }

    /// <summary>Ids of publishers that it consented to serve, besides <c>system</c>.</summary>
    public required IReadOnlySet<string> Subscriptions { get; init; }
}

internal sealed record AgentRow
{
    public const string Columns = """
        id as Id, name as Name, instance as Instance, version as Version, drivers as Drivers, interval_ms as IntervalMs, labels as Labels,
        annotations as Annotations, generation as Generation, last_seen as LastSeen, target_version as TargetVersion, target_hash as TargetHash, target_facts as TargetFacts
        """;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Instance { get; init; }

    public string? Version { get; init; }

    public required string Drivers { get; init; }

    public long IntervalMs { get; init; }

    public required string Labels { get; init; }

    public required string Annotations { get; init; }

    public long Generation { get; init; }

    public long? LastSeen { get; init; }

    public long TargetVersion { get; init; }

    public string? TargetHash { get; init; }

    public long TargetFacts { get; init; }

    public Agent ToAgent(AgentTies ties) => new()
    {
        Id = Id,
        Name = Name,
        Drivers = JsonSerializer.Deserialize(Drivers, PlumbJson.Default.IReadOnlyListString)!,
        Labels = Marks.Together(DeclaredLabels, ties.Labels),
        Annotations = Marks.Together(DeclaredAnnotations, ties.Annotations),
        Own = new AgentOwn(ties.Labels, ties.Annotations),
        Targets = ties.Targets,
        Subscriptions = ties.Subscriptions,
    };

    /// <summary>Of its own configuration.</summary>
    public IReadOnlyList<string> DeclaredLabels => JsonSerializer.Deserialize(Labels, PlumbJson.Default.IReadOnlyListString)!;

    /// <summary>Of its own configuration.</summary>
    public IReadOnlyDictionary<string, string> DeclaredAnnotations => JsonSerializer.Deserialize(Annotations, PlumbJson.Default.IReadOnlyDictionaryStringString)!;

    public DateTimeOffset? Seen => UnixTime.FromStored(LastSeen);
}

/// <summary>What stands beside an agent's row.</summary>
/// <param name="Targets">Ids of stacks.</param>
/// <param name="Subscriptions">Ids of publishers.</param>
/// <param name="Labels">That people gave it.</param>
/// <param name="Annotations">That people gave it.</param>
internal sealed record AgentTies(
    IReadOnlySet<string> Targets, IReadOnlySet<string> Subscriptions, IReadOnlyList<string> Labels, IReadOnlyDictionary<string, string> Annotations)
{
    public static AgentTies None { get; } = new(FrozenSet<string>.Empty, FrozenSet<string>.Empty, [], FrozenDictionary<string, string>.Empty);
}
