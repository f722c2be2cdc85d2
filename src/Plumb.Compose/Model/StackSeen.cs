using System.Diagnostics.CodeAnalysis;

namespace Plumb.Compose.Model;

/// <summary>What is, of one Compose project on this engine, and of its content on disk.</summary>
public sealed record StackSeen
{
    public required string Project { get; init; }

    /// <summary>All containers of the project, whoever made them, by name.</summary>
    public required IReadOnlyList<ContainerSeen> Containers { get; init; }

    /// <summary>Names of existing networks that the project's label or the desired model names.</summary>
    public required IReadOnlyDictionary<string, ResourceSeen> Networks { get; init; }

    /// <summary>Names of existing volumes that the project's label or the desired model names.</summary>
    public required IReadOnlyDictionary<string, ResourceSeen> Volumes { get; init; }

    public required LayoutSeen Layout { get; init; }

    /// <summary>What was recorded when the project was adopted; null when it was not.</summary>
    public AdoptionRecord? Adoption { get; init; }

    /// <summary>The acknowledgement whose work has begun; null: none has.</summary>
    public Permit? Permit { get; init; }

    /// <summary>
    /// The terms on which it goes, out of <see cref="DepartedStacks"/>, for the planner when nothing is desired; null for a stack
    /// that is desired, or of which only its labels are known: nothing of that one may be removed.
    /// </summary>
    public RemovalTerms? Removal { get; init; }

    /// <summary>Whose the stack is that goes, out of <see cref="DepartedStacks"/>: set together with <see cref="Removal"/>.</summary>
    public Ownership? Owner { get; init; }
}

public sealed record ContainerSeen
{
    /// <summary>64 hex digits.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Compose's service label; empty when there is none.</summary>
    public required string Service { get; init; }

    /// <summary>Compose's container number; 0 when there is none.</summary>
    public required int Number { get; init; }

    /// <summary>Made by <c>compose run</c>, not part of the service.</summary>
    public required bool OneOff { get; init; }

    /// <summary>The engine's: <c>created running paused restarting removing exited dead</c>.</summary>
    public required string State { get; init; }

    /// <summary>Of an exited container; null otherwise.</summary>
    public required int? ExitCode { get; init; }

    /// <summary><c>healthy unhealthy starting none</c>.</summary>
    public required string Health { get; init; }

    /// <summary>As the container names it.</summary>
    public required string Image { get; init; }

    public required string ImageId { get; init; }

    public required IReadOnlyList<string> Ports { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Our own labels, parsed; null when it carries none of ours.</summary>
    public required ContainerMark? Mark { get; init; }

    /// <summary>Compose's own config hash label; null when there is none.</summary>
    public required string? ConfigHash { get; init; }

    /// <summary>Names of networks it is attached to now.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>Names of volumes it mounts.</summary>
    public required IReadOnlyList<string> Volumes { get; init; }

    /// <summary>What an inspection showed; null before the first, which only leaves settings unjudged until then.</summary>
    public required ContainerInspection? Inspection { get; init; }
}

/// <param name="InspectedAt">When; an inspection is renewed within the deep interval.</param>
/// <param name="RestartCount">The engine's own count.</param>
/// <param name="StartedAt">Last start; null when never started.</param>
/// <param name="CrashLooks">Looks in a row that agreed on a crash loop; three make it one.</param>
/// <param name="UnhealthySince">Since when every look found it unhealthy; null when it is not.</param>
public sealed record ContainerInspection(
    DateTimeOffset InspectedAt, ContainerSettings Settings, int RestartCount, DateTimeOffset? StartedAt, int CrashLooks, DateTimeOffset? UnhealthySince)
{
    /// <summary>What runs in it, with what its image says; null: not known.</summary>
    public ContainerProgram? Program { get; init; }
}

/// <summary>Our labels on a container.</summary>
public sealed record ContainerMark
{
    public required Ownership Ownership { get; init; }

    public string? Revision { get; init; }

    public string? CommitMessage { get; init; }

    public string? ComposeHash { get; init; }

    /// <summary>Null when the label is missing or unreadable.</summary>
    public string? InputsHash { get; init; }

    public long? Sequence { get; init; }

    public DateTimeOffset? SyncedAt { get; init; }
}

public sealed record ResourceSeen(string Name, string? ProjectLabel, string Driver, IReadOnlyDictionary<string, string> Options);

/// <summary>The stack's content on disk against what was written there last.</summary>
public sealed record LayoutSeen
{
    /// <summary>Checksum of the content that was laid out last; null when none was.</summary>
    public required string? Checksum { get; init; }

    /// <summary>Tracked files (content paths) that are missing or changed on disk.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>Containers that were running on older bytes of a file when it was written: they still have to be recreated.</summary>
    public required IReadOnlyList<StaleMount> Stale { get; init; }

    public static LayoutSeen None { get; } = new() { Checksum = null, Changed = [], Stale = [] };
}

/// <param name="ContainerId">64 hex digits.</param>
/// <param name="Path">The content path.</param>
public sealed record StaleMount(string ContainerId, string Path);

/// <summary>A project that was taken over: its containers count as ours though they carry no label.</summary>
/// <param name="Containers">By container id: the service's inputs hash at adoption.</param>
public sealed record AdoptionRecord(string Project, Ownership Ownership, DateTimeOffset At, string By, IReadOnlyDictionary<string, string> Containers)
{
    /// <summary>
    /// Nobody took it over: we made the project ourselves, and wrote it down so that containers which somebody makes by hand in place of all of ours
    /// are known for what they are.
    /// </summary>
    public bool Made { get; init; }

    /// <summary>By service that came up: the inputs hash it was last made from. A container of that is missing because somebody took it away.</summary>
    [AllowNull]
    public IReadOnlyDictionary<string, string> Services { get; init => field = value ?? None; } = None;

    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);
}
