using System.Collections.Concurrent;

namespace Plumb.Server.Fleet;

/// <summary>Which agents have news: the newest revision of the facts that may mean another target state for each, and a signal for who waits.</summary>
internal sealed class AgentNews
{
    private readonly ConcurrentDictionary<string, Bell> _bells = new(StringComparer.Ordinal);
    private long _everybodys;

    /// <summary>What holds for facts of this revision or a newer one holds.</summary>
    public long RevisionFor(string agentId) => Math.Max(Interlocked.Read(ref _everybodys), _bells.TryGetValue(agentId, out var bell) ? bell.Revision : 0);

    /// <summary>Ends when there is news for it. Take it before reading what it is about.</summary>
    public Task ChangedFor(string agentId) => BellOf(agentId).Heard;

    public void Tell(long revision, IEnumerable<string> agentIds)
    {
        foreach (var id in agentIds)
        {
            BellOf(id).Ring(revision);
        }
    }

    /// <summary>Whoever waits for it looks again.</summary>
    public void Wake(string agentId) => BellOf(agentId).Ring(0);

    public void TellAll(long revision)
    {
        // The revision first: who takes a signal from now on reads it.
        Interlocked.Exchange(ref _everybodys, Math.Max(revision, Interlocked.Read(ref _everybodys)));
        foreach (var bell in _bells.Values)
        {
            bell.Ring(revision);
        }
    }

    private Bell BellOf(string agentId) => _bells.GetOrAdd(agentId, static _ => new Bell());

    private sealed class Bell
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource? _waiting;
        private long _revision;

        public long Revision => Interlocked.Read(ref _revision);

        public Task Heard
        {
            get
            {
                lock (_gate)
                {
                    return (_waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                }
            }
        }

        public void Ring(long revision)
        {
            TaskCompletionSource? woken;
            lock (_gate)
            {
                Interlocked.Exchange(ref _revision, Math.Max(revision, _revision));
                (woken, _waiting) = (_waiting, null);
            }

            woken?.SetResult();
        }
    }
}
