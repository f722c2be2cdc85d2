using System.Data.Common;
using Dapper;
using Plumb.Contracts.Targets;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Deleting;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Reads all facts as of one moment.</summary>
internal static class FactsReader
{
    private sealed record Tie
    {
        public required string AgentId { get; init; }

        public required string OtherId { get; init; }
    }

    private sealed record Mark
    {
        public required string Id { get; init; }

        public required string Key { get; init; }

        public required string Value { get; init; }
    }

    private sealed record BreakerRow
    {
        public required string Id { get; init; }

        public required string AgentId { get; init; }

        public required string World { get; init; }

        public long Open { get; init; }

        public required string By { get; init; }

        public long At { get; init; }
    }

    private sealed record RemovalRow
    {
        public required string AgentId { get; init; }

        public required string StackId { get; init; }

        public required string By { get; init; }

        public long At { get; init; }
    }

    /// <summary>Reads in a transaction of its own, so that all of it is of one moment.</summary>
    public static FleetFacts Read(Database database)
    {
        using var connection = database.OpenReader();
        using var transaction = database.BeginReading(connection);
        return Read(new Reading(connection, transaction));
    }

    /// <summary>As this transaction will leave them.</summary>
    public static FleetFacts Read(WriteScope scope) => Read(new Reading(scope));

    private static FleetFacts Read(Reading reading)
    {
        var revision = reading.Query<long>("select value from counter where name = 'facts'")[0];
        var publishers = reading.Query<PublisherRow>($"select {PublisherRow.Columns} from publisher where deleted_at is null or exists (select 1 from stack s where s.publisher_id = publisher.id)")
            .Select(row => row.ToPublisher()).ToDictionary(publisher => publisher.Id, StringComparer.Ordinal);
        var requests = reading.Query<StackRequestRow>(StackRequestRow.Select).ToLookup(row => row.StackId, row => row.ToRequest(), StringComparer.Ordinal);
        var markers = reading.Query<MarkerRow>(MarkerRow.Select);
        var waiting = markers.ToLookup(row => row.StackId, StringComparer.Ordinal);
        var deletions = reading.Query<DeletionRow>(DeletionRow.Select).ToDictionary(row => row.StackId, row => row.ToView(waiting[row.StackId]), StringComparer.Ordinal);
        var (stackLabels, stackAnnotations) = (Labels(reading, "stack"), Annotations(reading, "stack"));
        var stacks = reading.Query<StackRow>(StackRow.SelectDesired).ToDictionary(
            row => row.Id,
            row => row.ToStack(new StackTies(publishers[row.PublisherId], [.. requests[row.Id]], [.. stackLabels[row.Id]], Map(stackAnnotations[row.Id]), deletions.GetValueOrDefault(row.Id))),
            StringComparer.Ordinal);
        var targets = Ties(reading, "select agent_id as AgentId, stack_id as OtherId from target");
        var subscriptions = Ties(reading, "select agent_id as AgentId, publisher_id as OtherId from subscription");
        var (agentLabels, agentAnnotations) = (Labels(reading, "agent"), Annotations(reading, "agent"));
        var agents = reading.Query<AgentRow>($"select {AgentRow.Columns} from agent").ToDictionary(
            row => row.Id,
            row => row.ToAgent(new AgentTies(Set(targets[row.Id]), Set(subscriptions[row.Id]), [.. agentLabels[row.Id]], Map(agentAnnotations[row.Id]))),
            StringComparer.Ordinal);
        var breakers = reading.Query<BreakerRow>("select id as Id, agent_id as AgentId, world as World, open as Open, asked_by as \"By\", asked_at as At from breaker_request order by asked_at, id")
            .ToLookup(row => row.AgentId, row => new BreakerRequest(row.Id, row.World, row.Open != 0, row.By, UnixTime.FromStored(row.At)), StringComparer.Ordinal);
        var removals = reading.Query<RemovalRow>(
                """
                select agent_id as AgentId, stack_id as StackId, asked_by as "By", asked_at as At from removal_acknowledgement
                union all
                select agent_id, stack_id, asked_by, asked_at from stray_removal where asked_at is not null
                order by StackId
                """)
            .ToLookup(row => row.AgentId, row => new RemovalAcknowledgement(row.StackId, row.By, UnixTime.FromStored(row.At)), StringComparer.Ordinal);
        return new FleetFacts(revision, publishers, stacks, agents, breakers, removals)
        {
            Deletions = markers.ToLookup(row => row.AgentId, row => row.ToMarker(), StringComparer.Ordinal),
        };
    }

    /// <summary>One agent as this transaction leaves it; null: there is none.</summary>
    public static Agent? ReadAgent(WriteScope scope, string id) => scope.Single<AgentRow>($"select {AgentRow.Columns} from agent where id = @id", new { id })?.ToAgent(new AgentTies(
        Set(scope.Query<string>("select stack_id from target where agent_id = @id", new { id })),
        Set(scope.Query<string>("select publisher_id from subscription where agent_id = @id", new { id })),
        scope.Query<string>("select label from agent_label where agent_id = @id order by label", new { id }),
        Map(scope.Query<Mark>("select agent_id as Id, key as Key, value as Value from agent_annotation where agent_id = @id", new { id }))));

    private static ILookup<string, string> Labels(Reading reading, string of) =>
        reading.Query<Mark>($"select {of}_id as Id, label as Key, '' as Value from {of}_label order by label").ToLookup(mark => mark.Id, mark => mark.Key, StringComparer.Ordinal);

    private static ILookup<string, Mark> Annotations(Reading reading, string of) =>
        reading.Query<Mark>($"select {of}_id as Id, key as Key, value as Value from {of}_annotation order by key").ToLookup(mark => mark.Id, StringComparer.Ordinal);

    private static Dictionary<string, string> Map(IEnumerable<Mark> marks) => marks.ToDictionary(mark => mark.Key, mark => mark.Value, StringComparer.Ordinal);

    private static HashSet<string> Set(IEnumerable<string> ids) => ids.ToHashSet(StringComparer.Ordinal);

    private static ILookup<string, string> Ties(Reading reading, string sql) =>
        reading.Query<Tie>(sql).ToLookup(tie => tie.AgentId, tie => tie.OtherId, StringComparer.Ordinal);

    private readonly struct Reading
    {
        private readonly WriteScope? _scope;
        private readonly DbConnection? _connection;
        private readonly DbTransaction? _transaction;

        public Reading(WriteScope scope) => _scope = scope;

        public Reading(DbConnection connection, DbTransaction transaction) => (_connection, _transaction) = (connection, transaction);

        public IReadOnlyList<T> Query<T>(string sql) => _scope is not null ? _scope.Query<T>(sql) : _connection!.Query<T>(sql, transaction: _transaction).AsList();
    }
}
