using Plumb.Contracts.Alerts;
using Plumb.Server.Fleet;
using Plumb.Server.Storage;

namespace Plumb.Server.Alerts;

/// <summary>Alerts: of one cause and agent at most one fires at a time; each is resolved once.</summary>
internal static class AlertTable
{
    private sealed record Known
    {
        public required string Id { get; init; }

        public required string State { get; init; }

        public required string Severity { get; init; }

        public long Generation { get; init; }

        public long Number { get; init; }
    }

    private sealed record FiringRow
    {
        public const string Select = """
            select d.id as Id, d.key as Key, d.stack_id as StackId, d.severity as Severity, d.summary as Summary, d.fired_at as FiredAt, a.name as Agent
            from alert d join agent a on a.id = d.agent_id where d.state = 'firing'
            """;

        public required string Id { get; init; }

        public required string Key { get; init; }

        public string? StackId { get; init; }

        public required string Severity { get; init; }

        public required string Summary { get; init; }

        public long FiredAt { get; init; }

        public required string Agent { get; init; }

        public AlertChange ToChange(string state, DateTimeOffset at) => new(Id, Key, StackId, Stack: null, state, Severity, Summary, at);
    }

    /// <returns>What became of it; nothing where the report is old.</returns>
    public static IReadOnlyList<AlertChange> Keep(WriteScope scope, ReportOrigin origin, AlertView alert)
    {
        // Reports come in any order: what is older than the newest word on this cause changes nothing.
        var newest = scope.Query<Known>(
            "select id as Id, state as State, severity as Severity, generation as Generation, number as Number from alert where agent_id = @AgentId and key = @Key order by generation desc, number desc limit 1",
            new { origin.AgentId, alert.Key }) is [var found] ? found : null;
        if (newest is not null && (newest.Generation, newest.Number).CompareTo((origin.Generation, origin.Number)) >= 0)
        {
            return [];
        }

        if (newest is { State: "firing" } && alert.State == "resolved")
        {
            // It was as severe as it fired, whatever its end is called.
            alert = alert with { Severity = newest.Severity };
        }

        if (newest is { State: "firing" } && newest.Id != alert.Id)
        {
            Resolve(scope, newest.Id, origin, alert.State == "resolved" ? alert.ResolvedAt ?? scope.Now : alert.FiredAt);
            if (alert.State == "resolved")
            {
                return [AlertChange.Of(alert) with { Id = newest.Id }];
            }
        }

        var kept = scope.Execute(
            """
            insert into alert (id, agent_id, key, stack_id, state, severity, summary, fired_at, resolved_at, generation, number)
            values (@Id, @AgentId, @Key, @StackId, @State, @Severity, @Summary, @fired, @resolved, @Generation, @Number)
            on conflict (id) do update set state = excluded.state, severity = excluded.severity, summary = excluded.summary,
              resolved_at = excluded.resolved_at, generation = excluded.generation, number = excluded.number
            where alert.agent_id = excluded.agent_id
            """,
            new
            {
                alert.Id,
                origin.AgentId,
                alert.Key,
                alert.StackId,
                alert.State,
                alert.Severity,
                alert.Summary,
                origin.Generation,
                origin.Number,
                fired = alert.FiredAt.ToStored(),
                resolved = alert.ResolvedAt?.ToStored(),
            });
        return kept > 0 ? [AlertChange.Of(alert)] : [];
    }

    /// <summary>The agent says which fire there: what fires here besides, and was told of before, is over.</summary>
    public static IReadOnlyList<AlertChange> End(WriteScope scope, ReportOrigin origin, IReadOnlyList<string> firing)
    {
        var known = firing.ToHashSet(StringComparer.Ordinal);
        var over = scope.Query<FiringRow>(
            $"{FiringRow.Select} and d.agent_id = @AgentId and (d.generation < @Generation or (d.generation = @Generation and d.number < @Number)) order by d.fired_at, d.id",
            new { origin.AgentId, origin.Generation, origin.Number }).Where(row => !known.Contains(row.Key)).ToList();
        foreach (var row in over)
        {
            Resolve(scope, row.Id, origin, scope.Now);
        }

        return [.. over.Select(row => row.ToChange("resolved", scope.Now))];
    }

    /// <summary>What fires now, and of which agent.</summary>
    public static IReadOnlyList<(AlertChange Change, string Agent)> Firing(WriteScope scope) =>
        [.. scope.Query<FiringRow>($"{FiringRow.Select} order by d.fired_at, d.id").Select(row => (row.ToChange("firing", UnixTime.FromStored(row.FiredAt)), row.Agent))];

    /// <summary>Resolved ones are kept as long as decisions are.</summary>
    public static int Prune(WriteScope scope) => scope.Execute(
        "delete from alert where state = 'resolved' and resolved_at < @before", new { before = (scope.Now - Decisions.DecisionTable.Retention).ToStored() });

    private static void Resolve(WriteScope scope, string id, ReportOrigin origin, DateTimeOffset at) => scope.Execute(
        "update alert set state = 'resolved', resolved_at = @at, generation = @Generation, number = @Number where id = @id",
        new { id, at = at.ToStored(), origin.Generation, origin.Number });
}
