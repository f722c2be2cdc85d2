using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Views;

/// <summary>Since when each condition has its status, kept across restarts.</summary>
internal static class ConditionTable
{
    private sealed record Row
    {
        public required string Type { get; init; }

        public required string Status { get; init; }

        public long Since { get; init; }
    }

    /// <summary>Answers, for (type, status), since when; a status that is another than before is so from now on, and is noted.</summary>
    public static Func<string, string, DateTimeOffset> Since(WriteScope scope, string stackId)
    {
        var known = scope.Query<Row>("select type as Type, status as Status, since as Since from stack_condition where stack_id = @stackId", new { stackId })
            .ToDictionary(row => row.Type, StringComparer.Ordinal);
        return (type, status) =>
        {
            if (known.TryGetValue(type, out var row) && row.Status == status)
            {
                return UnixTime.FromStored(row.Since);
            }

            var since = scope.Now.ToStored();
            known[type] = new Row { Type = type, Status = status, Since = since };
            scope.Execute(
                "insert into stack_condition (stack_id, type, status, since) values (@stackId, @type, @status, @since) on conflict (stack_id, type) do update set status = excluded.status, since = excluded.since",
                new { stackId, type, status, since });
            return UnixTime.FromStored(since);
        };
    }
}
