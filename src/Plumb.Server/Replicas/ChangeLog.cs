using System.Data.Common;
using System.Text.Json;
using Dapper;
using Plumb.Server.Storage;

namespace Plumb.Server.Replicas;

/// <summary>The changes as they were committed. A notice that one was made is a hint; this table with its counter is the truth.</summary>
internal static class ChangeLog
{
    /// <summary>Who did not read a change in this time begins anew with everything.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    private const int AtOnce = 500;

    private sealed record Row
    {
        public long Number { get; init; }

        public required string Origin { get; init; }

        public required string Body { get; init; }
    }

    /// <returns>Its number.</returns>
    public static long Append(WriteScope scope, string origin, ChangeNote note)
    {
        var number = scope.Next("change");
        scope.Execute(
            "insert into change (number, origin, at, body) values (@number, @origin, @now, @body)",
            new { number, origin, now = scope.Now.ToStored(), body = JsonSerializer.Serialize(note, ChangeJson.Default.ChangeNote) });
        return number;
    }

    public static long Newest(DbConnection connection) => connection.ExecuteScalar<long>("select value from counter where name = 'change'");

    /// <summary>What others committed after this number.</summary>
    /// <param name="connection">To read with.</param>
    /// <param name="seen">The last number that was read.</param>
    /// <param name="self">Who asks.</param>
    public static (long Seen, IReadOnlyList<ChangeNote> Notes) After(DbConnection connection, long seen, string self)
    {
        var newest = Newest(connection);
        if (newest == seen)
        {
            return (seen, []);
        }

        var rows = connection.Query<Row>("select number as Number, origin as Origin, body as Body from change where number > @seen order by number limit @AtOnce", new { seen, AtOnce }).AsList();
        return rows is [var first, ..] && first.Number == seen + 1
            ? (rows[^1].Number, [.. rows.Where(row => row.Origin != self).Select(row => JsonSerializer.Deserialize(row.Body, ChangeJson.Default.ChangeNote)!)])
            : (newest, [ChangeNote.Everything]);
    }

    public static int Prune(WriteScope scope) => scope.Execute("delete from change where at < @before", new { before = (scope.Now - Retention).ToStored() });
}
