using Dapper;
using Microsoft.Data.Sqlite;

namespace Plumb.Server.Storage;

/// <summary>One transaction of the one writer, and what it changed beyond its rows.</summary>
internal sealed class WriteScope(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touchedAgents = new(StringComparer.Ordinal);
    private readonly List<Action> _afterCommit = [];

    public DateTimeOffset Now { get; } = now;

    /// <summary>Stacks whose view may be another one after this transaction.</summary>
    public IReadOnlyCollection<string> TouchedStacks => _touched;

    /// <summary>Agents whose row changed.</summary>
    public IReadOnlyCollection<string> TouchedAgents => _touchedAgents;

    /// <summary>Something that target states are computed from changed.</summary>
    public bool FactsChanged { get; private set; }

    public IReadOnlyList<Action> AfterCommit => _afterCommit;

    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, transaction);

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null) => connection.Query<T>(sql, parameters, transaction).AsList();

    public T? Single<T>(string sql, object? parameters = null) => connection.QuerySingleOrDefault<T>(sql, parameters, transaction);

    /// <summary>Adds one to a counter row. In the transaction, so that numbers commit in their order and pollers skip none.</summary>
    public long Next(string counter) =>
        connection.ExecuteScalar<long>("update counter set value = value + 1 where name = @counter returning value", new { counter }, transaction);

    /// <summary>A new id: UUIDv7 of this transaction's time.</summary>
    public string NewId() => Guid.CreateVersion7(Now).ToString();

    public void Touch(string stackId) => _touched.Add(stackId);

    public void TouchAgent(string agentId) => _touchedAgents.Add(agentId);

    public void ChangeFacts() => FactsChanged = true;

    /// <summary>Runs once the transaction is committed, before the next one begins, in order.</summary>
    public void Then(Action action) => _afterCommit.Add(action);
}

/// <summary>Keeps something derived in step with the rows: called within each transaction, before it commits.</summary>
internal interface IProjection
{
    void Project(WriteScope scope);
}
