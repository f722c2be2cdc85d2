using Dapper;
using Microsoft.Data.Sqlite;
using Plumb.Contracts.Targets;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;
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
        using var transaction = connection.BeginTransaction(deferred: true);
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
        var stacks = reading.Query<StackRow>(StackRow.SelectDesired)
            .ToDictionary(row => row.Id, row => row.ToStack(publishers[row.PublisherId], [.. requests[row.Id]]), StringComparer.Ordinal);
        var targets = Ties(reading, "select agent_id as AgentId, stack_id as OtherId from target");
        var subscriptions = Ties(reading, "select agent_id as AgentId, publisher_id as OtherId from subscription");
        var agents = reading.Query<AgentRow>($"select {AgentRow.Columns} from agent")
            .ToDictionary(row => row.Id, row => row.ToAgent(targets[row.Id].ToHashSet(StringComparer.Ordinal), subscriptions[row.Id].ToHashSet(StringComparer.Ordinal)), StringComparer.Ordinal);
        var breakers = reading.Query<BreakerRow>("select id as Id, agent_id as AgentId, world as World, open as Open, asked_by as \"By\", asked_at as At from breaker_request order by asked_at, id")
            .ToLookup(row => row.AgentId, row => new BreakerRequest(row.Id, row.World, row.Open != 0, row.By, UnixTime.FromStored(row.At)), StringComparer.Ordinal);
        var removals = reading.Query<RemovalRow>("select agent_id as AgentId, stack_id as StackId, asked_by as \"By\", asked_at as At from removal_acknowledgement order by stack_id")
            .ToLookup(row => row.AgentId, row => new RemovalAcknowledgement(row.StackId, row.By, UnixTime.FromStored(row.At)), StringComparer.Ordinal);
        return new FleetFacts(revision, publishers, stacks, agents, breakers, removals);
    }

    private static ILookup<string, string> Ties(Reading reading, string sql) =>
        reading.Query<Tie>(sql).ToLookup(tie => tie.AgentId, tie => tie.OtherId, StringComparer.Ordinal);

    private readonly struct Reading
    {
        private readonly WriteScope? _scope;
        private readonly SqliteConnection? _connection;
        private readonly SqliteTransaction? _transaction;

        public Reading(WriteScope scope) => _scope = scope;

        public Reading(SqliteConnection connection, SqliteTransaction transaction) => (_connection, _transaction) = (connection, transaction);

        public IReadOnlyList<T> Query<T>(string sql) => _scope is not null ? _scope.Query<T>(sql) : _connection!.Query<T>(sql, transaction: _transaction).AsList();
    }
}
