using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Sources;

namespace Plumb.Server.Publishers;

internal sealed record PublisherRow
{
    public const string Columns =
        "id as Id, name as Name, kind as Kind, ordinal as Ordinal, spec as Spec, refresh as Refresh, complete_at as CompleteAt, created_at as CreatedAt";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required long Ordinal { get; init; }

    public string? Spec { get; init; }

    public string? Refresh { get; init; }

    public long? CompleteAt { get; init; }

    public long CreatedAt { get; init; }

    public Publisher ToPublisher() => new(
        Id, Name, Kind, Ordinal,
        Spec is null ? null : JsonSerializer.Deserialize(Spec, PlumbJson.Default.SourceSpec),
        Kind != Publisher.SourceKind || CompleteAt is not null);

    public RefreshStatus? ToRefresh() => Refresh is null ? null : JsonSerializer.Deserialize(Refresh, PlumbJson.Default.RefreshStatus);
}
