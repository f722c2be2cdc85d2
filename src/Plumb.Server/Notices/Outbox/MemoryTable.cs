using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Server.Notices.Planning;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices.Outbox;

/// <summary>What each channel was told.</summary>
internal static class MemoryTable
{
    private sealed record Row
    {
        public required string Key { get; init; }

        public string? Severity { get; init; }

        public required string At { get; init; }
    }

    /// <summary>Null: the channel is new.</summary>
    public static ChannelMemory? Find(WriteScope scope, string channel) =>
        scope.Query<long>("select paid from notice_channel where name = @channel", new { channel }) is [var paid]
            ? new(
                scope.Query<Row>("select key as Key, severity as Severity, at as At from notice_told where channel = @channel", new { channel }).ToDictionary(row => row.Key, Read, StringComparer.Ordinal),
                UnixTime.FromStored(paid))
            : null;

    public static void Add(WriteScope scope, string channel) => scope.Execute("insert into notice_channel (name, paid) values (@channel, 0)", new { channel });

    /// <summary>Writes what differs, and nothing else.</summary>
    public static void Save(WriteScope scope, string channel, ChannelMemory before, ChannelMemory after)
    {
        foreach (var key in before.Told.Keys.Where(key => !after.Told.ContainsKey(key)))
        {
            scope.Execute("delete from notice_told where channel = @channel and key = @key", new { channel, key });
        }

        foreach (var (key, told) in after.Told.Where(pair => before.Of(pair.Key) != pair.Value))
        {
            scope.Execute(
                "insert into notice_told (channel, key, severity, at) values (@channel, @key, @severity, @at) on conflict (channel, key) do update set severity = excluded.severity, at = excluded.at",
                new { channel, key, severity = told.Severity?.Word(), at = JsonSerializer.Serialize([.. told.At.Select(at => at.ToStored())], PlumbJson.Default.IReadOnlyListInt64) });
        }

        if (after.Paid != before.Paid)
        {
            scope.Execute("update notice_channel set paid = @paid where name = @channel", new { channel, paid = after.Paid.ToStored() });
        }
    }

    private static Told Read(Row row) => new(
        row.Severity is null ? null : Severities.Of(row.Severity),
        [.. JsonSerializer.Deserialize(row.At, PlumbJson.Default.IReadOnlyListInt64)!.Select(UnixTime.FromStored)]);
}
