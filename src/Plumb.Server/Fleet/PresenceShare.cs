using Dapper;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>
/// Tells other control planes over the same store which agents this one hears of, and learns which ones they do. An agent's row is written once
/// in its interval, at most every second and at least every 10: three intervals make it unreachable.
/// </summary>
internal sealed class PresenceShare(Database database, StoreWriter writer, Presence presence, AgentTable agents, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(3);
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private DateTimeOffset _readAt;

    private sealed record Row
    {
        public required string Id { get; init; }

        public long? LastSeen { get; init; }
    }

    /// <exception cref="StoreException">The store takes no writes now.</exception>
    public async Task ExchangeAsync(CancellationToken cancellation)
    {
        var news = agents.Rows.Select(row => (row.Id, Seen: presence.SeenHere(row.Id), Interval: TimeSpan.FromMilliseconds(row.IntervalMs))).Where(IsNews).ToList();
        if (news.Count > 0)
        {
            await writer.WriteAsync(
                scope =>
                {
                    foreach (var (id, seen, _) in news)
                    {
                        scope.Execute("update agent set last_seen = @at where id = @id and (last_seen is null or last_seen < @at)", new { id, at = seen!.Value.ToStored() });
                    }
                },
                cancellation);
            foreach (var (id, seen, _) in news)
            {
                _told[id] = seen!.Value;
            }
        }

        if (time.GetUtcNow() - _readAt >= ReadEvery || agents.Rows.Any(row => row.IntervalMs < ReadEvery.TotalMilliseconds))
        {
            Read();
        }
    }

    private bool IsNews((string Id, DateTimeOffset? Seen, TimeSpan Interval) agent) =>
        agent.Seen is { } seen && (!_told.TryGetValue(agent.Id, out var told) || seen - told >= (agent.Interval < Longest ? agent.Interval : Longest));

    private void Read()
    {
        _readAt = time.GetUtcNow();
        using var connection = database.OpenReader();
        foreach (var row in connection.Query<Row>("select id as Id, last_seen as LastSeen from agent where last_seen is not null"))
        {
            presence.Told(row.Id, UnixTime.FromStored(row.LastSeen!.Value));
        }
    }
}
