using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Targets;
using Plumb.Server.Publishers;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>A stack's row with its newest deployment object.</summary>
internal sealed record StackRow
{
    public const string Select = """
        select s.id as Id, s.publisher_id as PublisherId, s.name as Name, s.driver as Driver, s.compose_file as ComposeFile, s.settings as Settings,
          s.labels as Labels, s.annotations as Annotations, s.selector as Selector, s.refusal as Refusal, s.suspended as Suspended, s.stopped as Stopped,
          s.gone_at as GoneAt, s.gone_acknowledged_at as GoneAcknowledgedAt, o.sequence as Sequence, o.checksum as Checksum, o.revision as Revision, o.commit_message as CommitMessage
        from stack s left join deployment_object o on o.sequence = s.sequence
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

    public Stack ToStack(Publisher publisher, IReadOnlyList<StackRequest> requests) => new()
    {
        Id = Id,
        Publisher = publisher,
        Name = Name,
        Driver = Driver,
        ComposeFile = ComposeFile,
        Settings = JsonSerializer.Deserialize(Settings, PlumbJson.Default.StackSettings)!,
        Labels = JsonSerializer.Deserialize(Labels, PlumbJson.Default.IReadOnlyListString)!,
        Annotations = JsonSerializer.Deserialize(Annotations, PlumbJson.Default.IReadOnlyDictionaryStringString)!,
        Selector = Selector,
        Refusal = Refusal is null ? null : JsonSerializer.Deserialize(Refusal, PlumbJson.Default.Refusal),
        SuspendedByPerson = Suspended != 0,
        Stopped = Stopped != 0,
        GoneAt = UnixTime.FromStored(GoneAt),
        GoneAcknowledged = GoneAcknowledgedAt is not null,
        Sequence = Sequence,
        Checksum = Checksum,
        Revision = Revision,
        CommitMessage = CommitMessage,
        Requests = requests,
    };
}
