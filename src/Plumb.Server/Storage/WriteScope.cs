using System.Data.Common;
using Dapper;

namespace Plumb.Server.Storage;

/// <summary>One transaction of the one writer, and what it changed beyond its rows.</summary>
internal sealed class WriteScope(Database database, DbConnection connection, DbTransaction transaction, DateTimeOffset now, OrderedIds ids)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touchedAgents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private readonly List<Action> _afterCommit = [];

    public DateTimeOffset Now { get; } = now;

    /// <summary>Stacks whose view may be another one after this transaction.</summary>
    public IReadOnlyCollection<string> TouchedStacks => _touched;

    /// <summary>Agents whose row changed.</summary>
    public IReadOnlyCollection<string> TouchedAgents => _touchedAgents;

    /// <summary>Something that target states are computed from changed.</summary>
    public bool FactsChanged { get; private set; }

    /// <summary>What other control planes are told of besides: <see cref="Replicas.ChangeTopics"/>.</summary>
    public IReadOnlyCollection<string> Topics => _topics;

    /// <summary>It takes in what another control plane committed, and tells of nothing.</summary>
    public bool Follows { get; private set; }

    /// <summary>Another control plane changed facts, and they are not yet in memory here.</summary>
    public bool FactsFollowed { get; private set; }

    public IReadOnlyList<Action> AfterCommit => _afterCommit;

    public int Execute(string sql, object? parameters = null) => connection.Execute(database.Statement(sql), parameters, transaction);

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null) => connection.Query<T>(database.Statement(sql), parameters, transaction).AsList();

    /// <summary>Several questions in one round trip, answered in their order. Dispose it.</summary>
    public SqlMapper.GridReader QueryMany(string sql) => connection.QueryMultiple(database.Statement(sql), transaction: transaction);

    public T? Single<T>(string sql, object? parameters = null) => connection.QuerySingleOrDefault<T>(database.Statement(sql), parameters, transaction);

    /// <summary>Adds one to a counter row. In the transaction, so that numbers commit in their order and pollers skip none.</summary>
    public long Next(string counter) =>
        connection.ExecuteScalar<long>("update counter set value = value + 1 where name = @counter returning value", new { counter }, transaction);

    /// <summary>A new id: UUIDv7 of this transaction's time, after all before it.</summary>
    public string NewId() => ids.Next(Now).ToString();

    public void Touch(string stackId) => _touched.Add(stackId);

    public void TouchAgent(string agentId) => _touchedAgents.Add(agentId);

    public void ChangeFacts() => FactsChanged = true;

    /// <summary>Other control planes over the same store are told of this; nobody where there is none.</summary>
    public void Tell(string topic) => _topics.Add(topic);

    public void FollowOthers(bool facts) => (Follows, FactsFollowed) = (true, facts);

    /// <summary>Runs once the transaction is committed, before the next one begins, in order.</summary>
    public void Then(Action action) => _afterCommit.Add(action);
}

/// <summary>Keeps something derived in step with the rows: called within each transaction, before it commits.</summary>
internal interface IProjection
{
    void Project(WriteScope scope);
}
