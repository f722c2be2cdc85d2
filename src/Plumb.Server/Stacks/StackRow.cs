using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Server.Fleet;
using Plumb.Server.Publishers;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>A stack's row with a deployment object.</summary>
internal sealed record StackRow
{
    /// <summary>With the newest object that was published.</summary>
    public const string Select = $"""
        {Columns}, s.driver as Driver, s.compose_file as ComposeFile, s.settings as Settings, s.labels as Labels, s.annotations as Annotations, s.selector as Selector, s.refusal as Refusal
        from stack s left join deployment_object o on o.sequence = s.sequence
        """;

    /// <summary>With the newest object, and the policies that people gave it.</summary>
    public const string SelectWithPolicies = $"""
        {Columns}, s.driver as Driver, s.compose_file as ComposeFile, s.settings as Settings, s.labels as Labels, s.annotations as Annotations, s.selector as Selector, s.refusal as Refusal,
          s.policies as Policies
        from stack s left join deployment_object o on o.sequence = s.sequence
        """;

    /// <summary>
    /// With the object that it should be: a pinned one, else the newest. A pinned one is itself in all: its own settings count, and nothing that newer content was refused for.
    /// </summary>
    public const string SelectDesired = $"""
        {Columns}, s.driver as Driver, s.labels as Labels, s.annotations as Annotations, s.selector as Selector,
          case when {OfObject} then o.compose_file else s.compose_file end as ComposeFile, case when {OfObject} then o.settings else s.settings end as Settings,
          case when {OfObject} then 1 else 0 end as Whole, case when s.pinned is null then s.refusal end as Refusal,
          s.own_selector as OwnSelector, s.policies as Policies
        from stack s left join deployment_object o on o.sequence = coalesce(s.pinned, s.sequence)
        """;

    // An object from before settings were kept with it has none.
    private const string OfObject = "s.pinned is not null and o.settings is not null";

    private const string Columns = """
        select s.id as Id, s.publisher_id as PublisherId, s.name as Name, s.suspended as Suspended, s.stopped as Stopped,
          s.gone_at as GoneAt, s.gone_acknowledged_at as GoneAcknowledgedAt, o.sequence as Sequence, o.checksum as Checksum, o.revision as Revision, o.commit_message as CommitMessage,
          s.pinned as Pinned, s.pinned_until_change as PinnedUntilChange, s.pinned_by as PinnedBy, s.pinned_at as PinnedAt
        """;

    public required string Id { get; init; }

    public required string PublisherId { get; init; }

    public required string Name { get; init; }

    public required string Driver { get; init; }

    public string? ComposeFile { get; init; }

    public required string Settings { get; init; }

    public required string Labels { get; init; }

    public required string Annotations { get; init; }

    public string? Selector { get; init; }

    public string? Refusal { get; init; }

    public long Suspended { get; init; }

    public long Stopped { get; init; }

    public long? GoneAt { get; init; }

    public long? GoneAcknowledgedAt { get; init; }

    public long? Sequence { get; init; }

    public string? Checksum { get; init; }

    public string? Revision { get; init; }

    public string? CommitMessage { get; init; }

    public long? Pinned { get; init; }

    public long PinnedUntilChange { get; init; }

    public string? PinnedBy { get; init; }

    public long? PinnedAt { get; init; }

    /// <summary>1: the settings are a pinned object's own, and with them what they say of driver, labels, annotations and selector.</summary>
    public long Whole { get; init; }

    /// <summary>That people gave it; counts before that of its content's own file.</summary>
    public string? OwnSelector { get; init; }

    /// <summary>That people gave it.</summary>
    public string? Policies { get; init; }

    /// <summary>With the policies that people gave it.</summary>
    public StackSettings EffectiveSettings() => Stacks.OwnPolicies.Over(
        JsonSerializer.Deserialize(Settings, PlumbJson.Default.StackSettings)!, OwnPolicies);

    private PolicyBody? OwnPolicies => Policies is null ? null : JsonSerializer.Deserialize(Policies, PlumbJson.Default.PolicyBody);

    public Stack ToStack(StackTies ties) => ToStack(ties, EffectiveSettings());

    private Stack ToStack(StackTies ties, StackSettings settings) => new()
    {
        Id = Id,
        Publisher = ties.Publisher,
        Name = Name,
        // Of a publisher's stack the driver is the stack's own, whatever its objects say.
        Driver = Whole != 0 && ties.Publisher.Kind == Publisher.SourceKind ? settings.Driver : Driver,
        ComposeFile = ComposeFile,
        Settings = settings,
        Labels = Marks.Together(Whole != 0 ? settings.Labels : JsonSerializer.Deserialize(Labels, PlumbJson.Default.IReadOnlyListString)!, ties.Labels),
        Annotations = Marks.Together(Whole != 0 ? settings.Annotations : JsonSerializer.Deserialize(Annotations, PlumbJson.Default.IReadOnlyDictionaryStringString)!, ties.Annotations),
        Own = new StackOwn(ties.Labels, ties.Annotations, OwnSelector, OwnPolicies),
        Selector = OwnSelector ?? (Whole != 0 ? settings.Selector : Selector),
        Refusal = Refusal is null ? null : JsonSerializer.Deserialize(Refusal, PlumbJson.Default.Refusal),
        SuspendedByPerson = Suspended != 0,
        Stopped = Stopped != 0,
        GoneAt = UnixTime.FromStored(GoneAt),
        GoneAcknowledged = GoneAcknowledgedAt is not null,
        Sequence = Sequence,
        Checksum = Checksum,
        Revision = Revision,
        CommitMessage = CommitMessage,
        Pin = Pinned is { } pinned ? new PinView(pinned, PinnedUntilChange != 0, PinnedBy!, UnixTime.FromStored(PinnedAt!.Value)) : null,
        Requests = ties.Requests,
        Deletion = ties.Deletion,
    };
}

/// <summary>What stands beside a stack's row.</summary>
/// <param name="Labels">That people gave it.</param>
/// <param name="Annotations">That people gave it.</param>
internal sealed record StackTies(
    Publisher Publisher, IReadOnlyList<StackRequest> Requests, IReadOnlyList<string> Labels, IReadOnlyDictionary<string, string> Annotations, DeletionView? Deletion);
