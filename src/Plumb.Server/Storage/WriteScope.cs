using System.Data.Common;
using Dapper;
using Plumb.Server.Fleet;

namespace Plumb.Server.Storage;

/// <summary>One transaction of the one writer, and what it changed beyond its rows.</summary>
internal sealed class WriteScope(Database database, DbConnection connection, DbTransaction transaction, DateTimeOffset now, OrderedIds ids)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touchedAgents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _factStacks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _factAgents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private readonly List<Action> _afterCommit = [];

    public DateTimeOffset Now { get; } = now;

    /// <summary>Stacks whose view may be another one after this transaction.</summary>
    public IReadOnlyCollection<string> TouchedStacks => _touched;

    /// <summary>Agents whose row changed.</summary>
    public IReadOnlyCollection<string> TouchedAgents => _touchedAgents;

    /// <summary>Something that target states are computed from changed.</summary>
    public bool FactsChanged => AllFactsChanged || !FactsOfChanged.IsEmpty;

    /// <summary>More of it than <see cref="FactsOfChanged"/>.</summary>
    public bool AllFactsChanged { get; private set; }

    /// <summary>The stacks and agents whose facts changed.</summary>
    public FactsOf FactsOfChanged => new(_factStacks, _factAgents);

    /// <summary>What other control planes are told of besides: <see cref="Replicas.ChangeTopics"/>.</summary>
    public IReadOnlyCollection<string> Topics => _topics;

    /// <summary>It takes in what another control plane committed, and tells of nothing.</summary>
    public bool Follows { get; private set; }

    /// <summary>Another control plane changed facts, and they are not yet in memory here.</summary>
    public bool FactsFollowed { get; private set; }

    /// <summary>Of which stacks and agents; null: of more.</summary>
    public FactsOf? FactsOfFollowed { get; private set; }

    public IReadOnlyList<Action> AfterCommit => _afterCommit;

    public int Execute(string sql, object? parameters = null) => connection.Execute(database.Statement(sql), parameters, transaction);

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null) => connection.Query<T>(database.Statement(sql), parameters, transaction).AsList();

    /// <summary>Several questions in one round trip, answered in their order. Dispose it.</summary>
    public SqlMapper.GridReader QueryMany(string sql, object? parameters = null) => connection.QueryMultiple(database.Statement(sql), parameters, transaction);

    public T? Single<T>(string sql, object? parameters = null) => connection.QuerySingleOrDefault<T>(database.Statement(sql), parameters, transaction);

    /// <summary>Adds one to a counter row. In the transaction, so that numbers commit in their order and pollers skip none.</summary>
    public long Next(string counter) =>
        connection.ExecuteScalar<long>("update counter set value = value + 1 where name = @counter returning value", new { counter }, transaction);

    /// <summary>A new id: UUIDv7 of this transaction's time, after all before it.</summary>
    public string NewId() => ids.Next(Now).ToString();

    public void Touch(string stackId) => _touched.Add(stackId);

    public void TouchAgent(string agentId) => _touchedAgents.Add(agentId);

    /// <summary>A fact of this stack changed; all that agents are told of it comes from those.</summary>
    public void ChangeStack(string stackId)
    {
        Touch(stackId);
        _factStacks.Add(stackId);
    }

    /// <summary>A fact of this agent changed, or something that it alone is told.</summary>
    public void ChangeAgent(string agentId)
    {
        TouchAgent(agentId);
        _factAgents.Add(agentId);
    }

    /// <summary>Facts changed that are nobody's own, such as a publisher: all of them are read anew.</summary>
    public void ChangeFacts() => AllFactsChanged = true;

    /// <summary>Other control planes over the same store are told of this; nobody where there is none.</summary>
    public void Tell(string topic) => _topics.Add(topic);

    /// <param name="facts">They changed some.</param>
    /// <param name="of">Of which stacks and agents; null: of more.</param>
    public void FollowOthers(bool facts, FactsOf? of = null) => (Follows, FactsFollowed, FactsOfFollowed) = (true, facts, of);

    /// <summary>Runs once the transaction is committed, before the next one begins, in order.</summary>
    public void Then(Action action) => _afterCommit.Add(action);
}

/// <summary>Keeps something derived in step with the rows: called within each transaction, before it commits.</summary>
internal interface IProjection
{
    void Project(WriteScope scope);
}
