using Microsoft.Extensions.Logging;
using Plumb.Contracts.Reports;

namespace Plumb.Agent.State;

/// <summary>
/// What is still to be told to the control plane, oldest first. Events (decisions, alerts, stacks that are gone) are
/// on disk until they are acknowledged; observations are not, because a restart makes them anew, and a newer one
/// replaces the older one of the same thing.
/// </summary>
internal sealed partial class Outbox : IDisposable
{
    private readonly Lock gate = new();
    private readonly OutboxFile file;
    private readonly OutboxLimits limits;
    private readonly ILogger log;
    private readonly SortedDictionary<long, OutboxEntry> pending = [];
    private readonly Dictionary<string, long> newestOf = new(StringComparer.Ordinal);
    private TaskCompletionSource added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long last;
    private int events;

    public Outbox(AgentPaths paths, OutboxLimits limits, ILogger<Outbox> log)
    {
        this.limits = limits;
        this.log = log;
        file = new OutboxFile(paths, log);
        foreach (var entry in file.Load())
        {
            pending[entry.Item.Number] = entry;
            events++;
            last = Math.Max(last, entry.Item.Number);
        }
    }

    /// <summary>
    /// The generation in which an event is made: it stays the event's, so that an old copy of the file says nothing as if it were new. Null: there is
    /// none yet.
    /// </summary>
    public Func<long?> Generation { get; set; } = static () => null;

    /// <summary>How many items wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return pending.Count;
        }
    }

    /// <summary>Adds one item. Numbers grow in the order of the calls, across restarts as long as the file is there.</summary>
    /// <param name="make">Gets the item's number.</param>
    public void Add(Func<long, ReportItem> make)
    {
        lock (gate)
        {
            var entry = OutboxEntry.Of(Stamped(make(++last)));
            if (entry.Size > limits.ItemBytes)
            {
                LogTooLarge(log, entry.Item.GetType().Name, entry.Size, limits.ItemBytes);
                return;
            }

            AddNeedsLock(entry);
            added.TrySetResult();
        }
    }

    /// <summary>Completes as soon as something waits.</summary>
    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (pending.Count > 0)
                return Task.CompletedTask;
            if (added.Task.IsCompleted)
                added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return added.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>The oldest items that fit one batch; at least one where any waits. They stay until acknowledged.</summary>
    /// <param name="most">At most this many; at least 1.</param>
    public IReadOnlyList<ReportItem> Peek(int most)
    {
        lock (gate)
        {
            var batch = new List<ReportItem>();
            var size = 0;
            foreach (var entry in pending.Values)
            {
                size += entry.Size;
                if (batch.Count > 0 && (batch.Count >= most || size > limits.BatchBytes))
                    break;
                batch.Add(entry.Item);
            }

            return batch;
        }
    }

    /// <summary>The control plane has these: drop them.</summary>
    public void Acknowledge(IReadOnlyList<ReportItem> items)
    {
        lock (gate)
        {
            foreach (var item in items)
                DropNeedsLock(item.Number);
            file.Acknowledged(items, events == 0 ? [] : pending.Values.Where(e => e.IsEvent));
        }
    }

    public void Dispose() => file.Dispose();

    private ReportItem Stamped(ReportItem item) => OutboxEntry.SubjectOf(item) is null ? item with { Generation = Generation() } : item;

    private void AddNeedsLock(OutboxEntry entry)
    {
        if (entry.Subject is { } subject)
        {
            if (newestOf.TryGetValue(subject, out var older))
                pending.Remove(older);
            newestOf[subject] = entry.Item.Number;
        }
        else
        {
            events++;
            file.Append(entry);
        }

        pending[entry.Item.Number] = entry;
        if (events <= limits.Events)
            return;
        var oldest = pending.First(p => p.Value.IsEvent);
        DropNeedsLock(oldest.Key);
        LogDropped(log, limits.Events);
    }

    private void DropNeedsLock(long number)
    {
        if (!pending.Remove(number, out var entry))
            return;
        if (entry.Subject is null)
            events--;
        else if (newestOf.GetValueOrDefault(entry.Subject) == number)
            newestOf.Remove(entry.Subject);
    }

    [LoggerMessage(EventId = 3110, EventName = "outbox.dropped", Level = LogLevel.Warning,
        Message = "More than {Limit} events wait for the control plane: the oldest one is dropped. Observations are not affected")]
    private static partial void LogDropped(ILogger log, int limit);

    [LoggerMessage(EventId = 3111, EventName = "outbox.tooLarge", Level = LogLevel.Error,
        Message = "A {Kind} of {Size} bytes is larger than the control plane takes ({Limit}): it is not sent")]
    private static partial void LogTooLarge(ILogger log, string kind, int size, int limit);
}
