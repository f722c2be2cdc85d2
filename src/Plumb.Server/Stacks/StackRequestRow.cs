using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Targets;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>What a person asked of a stack; the newest of each kind is kept until an agent has handled it.</summary>
internal sealed record StackRequestRow
{
    public const string Select = "select id as Id, stack_id as StackId, ask as Ask, asked_by as AskedBy, asked_at as AskedAt, body as Body from stack_request";

    public required string Id { get; init; }

    public required string StackId { get; init; }

    public required string Ask { get; init; }

    public required string AskedBy { get; init; }

    public long AskedAt { get; init; }

    public string? Body { get; init; }

    public StackRequest ToRequest() => new(Id, Enum.Parse<StackAsk>(Ask), AskedBy, UnixTime.FromStored(AskedAt))
    {
        Acknowledged = Body is null ? null : JsonSerializer.Deserialize(Body, PlumbJson.Default.Acknowledgement),
    };
}
