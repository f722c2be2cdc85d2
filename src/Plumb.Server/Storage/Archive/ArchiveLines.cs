using System.Text.Json.Serialization;

namespace Plumb.Server.Storage.Archive;

/// <summary>The first line.</summary>
/// <param name="Plumb">Always <see cref="Format"/>.</param>
/// <param name="Migration">The tables' version.</param>
/// <param name="At">When it was saved.</param>
internal sealed record ArchiveHead(string Plumb, long Migration, DateTimeOffset At)
{
    public const string Format = "backup/1";

    /// <summary>Made by the store itself, or of no use to another one.</summary>
    public static bool Leaves(string table) => table is "migration" or "change";
}

/// <summary>Before a table's rows; each of them is an array of its values, bytes as <c>{"bytes": base64}</c>.</summary>
internal sealed record ArchiveTable(string Table, IReadOnlyList<string> Columns);

/// <summary>The last line.</summary>
internal sealed record ArchiveEnd(long Rows);

[JsonSerializable(typeof(ArchiveHead))]
[JsonSerializable(typeof(ArchiveTable))]
[JsonSerializable(typeof(ArchiveEnd))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
internal sealed partial class ArchiveJson : JsonSerializerContext;
