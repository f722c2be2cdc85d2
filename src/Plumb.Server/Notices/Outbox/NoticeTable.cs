using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dapper;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices.Outbox;

/// <summary>Notices on their way, and for 30 days those that were sent or given up.</summary>
internal static class NoticeTable
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    /// <returns>Its id.</returns>
    public static string Add(WriteScope scope, string channel, NoticeBody body, TimeSpan giveUpAfter)
    {
        var id = scope.NewId();
        scope.Execute(
            "insert into notice (id, number, channel, state, body, created_at, attempts, next_at, give_up_at) values (@id, @number, @channel, 'waiting', @body, @now, 0, @now, @give)",
            new { id, number = scope.Next("notice"), channel, body = JsonSerializer.Serialize(body, PlumbJson.Default.NoticeBody), now = scope.Now.ToStored(), give = (scope.Now + giveUpAfter).ToStored() });
        return id;
    }

    public static IReadOnlyList<NoticeRow> Due(DbConnection connection, string channel, DateTimeOffset now) =>
        connection.Query<NoticeRow>($"{NoticeRow.Select} where channel = @channel and state = 'waiting' and next_at <= @now order by next_at, number limit 100", new { channel, now = now.ToStored() }).AsList();

    /// <summary>When the next one is due; null: none waits.</summary>
    public static DateTimeOffset? NextAt(DbConnection connection, string channel) =>
        UnixTime.FromStored(connection.ExecuteScalar<long?>("select min(next_at) from notice where channel = @channel and state = 'waiting'", new { channel }));

    public static IReadOnlyList<(string State, int Count)> Counts(DbConnection connection) =>
        [.. connection.Query<(string, long)>("select state, count(*) from notice where state <> 'sent' group by state").Select(row => (row.Item1, (int)row.Item2))];

    /// <summary>What a try came to.</summary>
    /// <param name="state">As it is from now on.</param>
    /// <param name="next">Null unless it waits.</param>
    /// <param name="answer">Masked.</param>
    public static void Tried(WriteScope scope, string id, NoticeState state, DateTimeOffset? next, string answer) => scope.Execute(
        "update notice set state = @state, attempts = attempts + 1, next_at = @next, last_at = @now, answer = @answer where id = @id",
        new { id, state = NoticeRow.Word(state), next = next?.ToStored(), now = scope.Now.ToStored(), answer });

    /// <summary>Those that wait or do not, sent again now under their ids.</summary>
    /// <param name="id">Only this one; null: any.</param>
    public static IReadOnlyList<(string Id, string Channel)> Replay(WriteScope scope, string? id, DateTimeOffset? since, string? channel, TimeSpan giveUpAfter)
    {
        var rows = scope.Query<NoticeRow>(
            $"{NoticeRow.Select} where (@id is null or id = @id) and (@since is null or created_at >= @since) order by number",
            new { id, since = since?.ToStored() }).Where(row => channel is null || ChannelNames.Means(channel, row.Channel)).ToList();
        foreach (var row in rows)
        {
            scope.Execute(
                "update notice set state = 'waiting', next_at = @now, give_up_at = @give where id = @Id",
                new { row.Id, now = scope.Now.ToStored(), give = (scope.Now + giveUpAfter).ToStored() });
        }

        return [.. rows.Select(row => (row.Id, row.Channel))];
    }

    /// <summary>What waited for channels that are not configured any more is given up, and what was not yet a notice for them is forgotten.</summary>
    /// <returns>How many of both.</returns>
    public static int LeaveOthers(WriteScope scope, IReadOnlyList<string> channels) =>
        scope.Execute("update notice set state = 'givenUp', next_at = null, answer = 'the channel is not configured any more' where state = 'waiting' and channel not in @channels", new { channels })
        + scope.Execute("delete from notice_waiting where channel not in @channels", new { channels });

    public static void ForgetOthers(WriteScope scope, IReadOnlyList<string> channels)
    {
        scope.Execute("delete from notice_channel where name not in @channels", new { channels });
        scope.Execute("delete from notice_told where channel not in @channels", new { channels });
    }

    public static int Prune(WriteScope scope) =>
        scope.Execute("delete from notice where state <> 'waiting' and created_at < @before", new { before = (scope.Now - Retention).ToStored() });
}

/// <summary>A notice as it is stored.</summary>
internal sealed record NoticeRow
{
    public const string Select =
        "select id as Id, channel as Channel, state as State, body as Body, attempts as Attempts, next_at as NextAt, give_up_at as GiveUpAt, last_at as LastAt, answer as Answer, created_at as CreatedAt from notice n";

    public required string Id { get; init; }

    public required string Channel { get; init; }

    public required string State { get; init; }

    public required string Body { get; init; }

    public long Attempts { get; init; }

    public long? NextAt { get; init; }

    public long GiveUpAt { get; init; }

    public long? LastAt { get; init; }

    public string? Answer { get; init; }

    public long CreatedAt { get; init; }

    public OutgoingNotice ToOutgoing() => new(Id, Read(), Encoding.UTF8.GetBytes(Body));

    public NoticeView ToView() => new()
    {
        Id = Id,
        Channel = Channel,
        State = State switch { "waiting" => NoticeState.Waiting, "sent" => NoticeState.Sent, "givenUp" => NoticeState.GivenUp, _ => throw new InvalidOperationException($"A notice is stored as '{State}'.") },
        Body = Read(),
        Attempts = (int)Attempts,
        NextAt = UnixTime.FromStored(NextAt),
        LastAt = UnixTime.FromStored(LastAt),
        Answer = Answer,
    };

    public static string Word(NoticeState state) => state switch
    {
        NoticeState.Waiting => "waiting",
        NoticeState.Sent => "sent",
        NoticeState.GivenUp => "givenUp",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    private NoticeBody Read() => JsonSerializer.Deserialize(Body, PlumbJson.Default.NoticeBody)!;
}
