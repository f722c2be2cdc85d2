using System.Data.Common;
using System.Text.Json;
using Dapper;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.Server.Notices.Planning;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices.Outbox;

/// <summary>What happened and is not part of a notice yet.</summary>
internal static class WaitingTable
{
    private sealed record Row
    {
        public long Number { get; init; }

        public long Since { get; init; }

        public required string Event { get; init; }
    }

    public static void Add(WriteScope scope, string channel, NoticeEvent it) => scope.Execute(
        "insert into notice_waiting (number, channel, since, event) values (@number, @channel, @since, @it)",
        new { number = scope.Next("notice"), channel, since = scope.Now.ToStored(), it = JsonSerializer.Serialize(it, PlumbJson.Default.NoticeEvent) });

    public static bool Any(DbConnection connection, string channel) =>
        connection.ExecuteScalar<long>("select exists (select 1 from notice_waiting where channel = @channel)", new { channel }) == 1;

    public static IReadOnlyList<Happening> Of(WriteScope scope, string channel) =>
    [
        .. scope.Query<Row>("select number as Number, since as Since, event as Event from notice_waiting where channel = @channel order by number", new { channel })
            .Select(row => new Happening(row.Number, UnixTime.FromStored(row.Since), JsonSerializer.Deserialize(row.Event, PlumbJson.Default.NoticeEvent)!)),
    ];

    public static void Settle(WriteScope scope, IReadOnlyList<long> numbers)
    {
        foreach (var number in numbers)
        {
            scope.Execute("delete from notice_waiting where number = @number", new { number });
        }
    }
}
