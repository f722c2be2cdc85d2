using System.Collections.Concurrent;
using Dapper;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Agents' rows, kept in memory: each poll asks for one.</summary>
internal sealed class AgentTable(Database database, Presence presence, AgentNews news) : IProjection
{
    private readonly ConcurrentDictionary<string, AgentRow> _byName = new(StringComparer.Ordinal);

    public IReadOnlyList<AgentRow> All => [.. _byName.Values.OrderBy(row => row.Name, StringComparer.Ordinal)];

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<AgentRow> Rows => _byName.Select(pair => pair.Value);

    public void Load()
    {
        using var connection = database.OpenReader();
        foreach (var row in connection.Query<AgentRow>($"select {AgentRow.Columns} from agent"))
        {
            _byName[row.Name] = row;
            presence.Know(row.Id, TimeSpan.FromMilliseconds(row.IntervalMs), row.Seen);
        }
    }

    /// <summary>Null: there is none, or it is not known here yet.</summary>
    public AgentRow? Named(string name) => _byName.GetValueOrDefault(name);

    public AgentRow? Find(string nameOrId) =>
        _byName.GetValueOrDefault(nameOrId) ?? _byName.Values.FirstOrDefault(row => row.Id == nameOrId) ?? (database.IsShared ? Read(nameOrId) : null);

    public void Project(WriteScope scope)
    {
        foreach (var id in scope.TouchedAgents)
        {
            var row = scope.Single<AgentRow>($"select {AgentRow.Columns} from agent where id = @id", new { id });
            scope.Then(() => Show(id, row));
        }
    }

    private void Show(string id, AgentRow? row)
    {
        if (row is not null)
        {
            _byName[row.Name] = row;
            presence.Know(row.Id, TimeSpan.FromMilliseconds(row.IntervalMs), row.Seen);
            // An older process of it that waits is told so at once.
            news.Wake(id);
        }
        else if (_byName.Values.FirstOrDefault(known => known.Id == id) is { } gone)
        {
            _byName.TryRemove(gone.Name, out _);
            presence.Forget(id);
        }
    }

    // Made by another control plane a moment ago, and not yet told of.
    private AgentRow? Read(string nameOrId)
    {
        using var connection = database.OpenReader();
        return connection.QuerySingleOrDefault<AgentRow>($"select {AgentRow.Columns} from agent where name = @nameOrId or id = @nameOrId", new { nameOrId });
    }
}
