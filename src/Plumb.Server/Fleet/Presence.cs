using System.Collections.Concurrent;

namespace Plumb.Server.Fleet;

/// <summary>When each agent was heard of last. Kept in memory: an idle poll writes nothing.</summary>
internal sealed class Presence(TimeProvider time)
{
    /// <summary>An agent that was not heard of for this many of its intervals is unreachable.</summary>
    public const int Intervals = 3;

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly ConcurrentDictionary<string, Entry> _agents = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> AgentIds => [.. _agents.Keys];

    /// <param name="agentId">The agent.</param>
    /// <param name="interval">Its sweep interval.</param>
    /// <param name="seen">When it was heard of, from an earlier process; null: never.</param>
    public void Know(string agentId, TimeSpan interval, DateTimeOffset? seen) =>
        _agents.AddOrUpdate(agentId, _ => new Entry { Interval = interval, Seen = seen }, (_, entry) =>
        {
            entry.Interval = interval;
            return entry;
        });

    /// <summary>There is no such agent any more.</summary>
    public void Forget(string agentId) => _agents.TryRemove(agentId, out _);

    /// <summary>Another control plane heard of it.</summary>
    public void Told(string agentId, DateTimeOffset seen)
    {
        if (_agents.TryGetValue(agentId, out var entry) && (entry.Told is null || entry.Told < seen))
        {
            entry.Told = seen;
        }
    }

    public void Heard(string agentId)
    {
        if (_agents.TryGetValue(agentId, out var entry))
        {
            entry.Seen = time.GetUtcNow();
        }
    }

    /// <summary>While a poll of it waits it is heard of all the time.</summary>
    public IDisposable Waiting(string agentId)
    {
        Heard(agentId);
        return new Wait(this, agentId);
    }

    /// <summary>Polls that wait just now.</summary>
    public int WaitingNow => _agents.Values.Sum(entry => entry.Waits);

    /// <summary>When this control plane heard of it.</summary>
    public DateTimeOffset? SeenHere(string agentId) =>
        _agents.TryGetValue(agentId, out var entry) ? entry.Waits > 0 ? time.GetUtcNow() : entry.Seen : null;

    public DateTimeOffset? LastSeen(string agentId) => SeenHere(agentId) is { } here
        ? _agents[agentId].Told is { } told && told > here ? told : here
        : _agents.GetValueOrDefault(agentId)?.Told;

    /// <summary><c>Ready</c>, <c>Unreachable</c>, or <c>Unknown</c>: never heard of.</summary>
    public string StatusOf(string agentId) => IsReachable(agentId) switch { null => "Unknown", true => "Ready", false => "Unreachable" };

    /// <summary>Null: never heard of.</summary>
    /// <remarks>While this process did not run it could hear of nobody: silence counts from its start.</remarks>
    public bool? IsReachable(string agentId) =>
        _agents.TryGetValue(agentId, out var entry) && LastSeen(agentId) is { } seen ? time.GetUtcNow() - (seen > _started ? seen : _started) <= Intervals * entry.Interval : null;

    private sealed class Entry
    {
        private int _waits;

        public TimeSpan Interval { get; set; }

        public DateTimeOffset? Seen { get; set; }

        public DateTimeOffset? Told { get; set; }

        public int Waits => Volatile.Read(ref _waits);

        public void Add(int waits) => Interlocked.Add(ref _waits, waits);
    }

    private sealed class Wait : IDisposable
    {
        private readonly Presence _presence;
        private readonly string _agentId;

        public Wait(Presence presence, string agentId)
        {
            (_presence, _agentId) = (presence, agentId);
            Count(1);
        }

        public void Dispose()
        {
            _presence.Heard(_agentId);
            Count(-1);
        }

        private void Count(int waits)
        {
            if (_presence._agents.TryGetValue(_agentId, out var entry))
            {
                entry.Add(waits);
            }
        }
    }
}
