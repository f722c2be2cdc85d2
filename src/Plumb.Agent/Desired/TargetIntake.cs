using Microsoft.Extensions.Logging;
using Plumb.Agent.State;
using Plumb.Contracts.Targets;
using Plumb.Platform.Failpoints;

namespace Plumb.Agent.Desired;

/// <summary>Makes a newer target state durable: first what it no longer has, then itself, so that no crash forgets a removal.</summary>
internal sealed partial class TargetIntake
{
    private readonly TargetCache cache;
    private readonly KeyedFiles<Removal> files;
    private readonly TargetLedger ledger;
    private readonly Failpoints failpoints;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly ILogger log;
    private CachedTarget? last;

    public TargetIntake(AgentPaths paths, TargetCache cache, Failpoints failpoints, TimeProvider time, ILogger<TargetIntake> log)
    {
        this.time = time;
        this.cache = cache;
        this.failpoints = failpoints;
        this.log = log;
        files = new KeyedFiles<Removal>(paths.Removals, StateJson.Default.Removal, static r => r.Stack.Id, log);
        Cached = last = cache.Load();
        ledger = new TargetLedger(Cached?.Target, files.Load());
    }

    /// <summary>What an earlier process accepted; null when there is nothing.</summary>
    public CachedTarget? Cached { get; }

    /// <summary>The highest sequence that this agent was ever told of, as far as its disk tells; null: it does not tell.</summary>
    public long? Highest
    {
        get
        {
            lock (gate)
                return last?.Highest;
        }
    }

    /// <summary>Stacks that should go and of which something may be left.</summary>
    public IReadOnlyList<Removal> Removals
    {
        get
        {
            lock (gate)
                return ledger.Removals;
        }
    }

    /// <summary>The target state as it counts here: what an incomplete one lacks is still desired.</summary>
    public TargetState Accept(CachedTarget told)
    {
        lock (gate)
        {
            failpoints.Reach(AgentFailpoints.TargetBeforeSave);
            var entry = ledger.Take(told.Target, time.GetUtcNow());
            foreach (var removal in entry.Put)
                Try(() => files.Save(removal));
            failpoints.Reach(AgentFailpoints.TargetAfterRemovals);
            last = told with { Target = entry.Target, Highest = entry.Target.Stacks.Select(stack => stack.Sequence).Append(last?.Highest ?? 0).Max() };
            Try(() => cache.Save(last));
            failpoints.Reach(AgentFailpoints.TargetAfterSave);
            foreach (var back in entry.Drop)
                Try(() => files.Delete(back));
            return entry.Target;
        }
    }

    /// <summary>A container was made from this object, and what the control plane wants by now is known.</summary>
    public void Saw(long sequence)
    {
        lock (gate)
        {
            if (last is null || sequence <= (last.Highest ?? 0))
                return;
            last = last with { Highest = sequence };
            Try(() => cache.Save(last));
        }
    }

    /// <summary>A look found nothing of it.</summary>
    public void Gone(string stackId)
    {
        lock (gate)
        {
            if (ledger.Gone(stackId))
                Try(() => files.Delete(stackId));
        }
    }

    // A full disk must not keep the agent from doing what it is told; what it was told is told again after a restart.
    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, full);
        }
    }

    [LoggerMessage(EventId = 3411, EventName = "target.unwritten", Level = LogLevel.Error,
        Message = "Could not keep the target state on disk: a restart without the control plane would go on with an older one. Free disk space or mend the data directory's permissions")]
    private static partial void LogUnwritten(ILogger log, Exception full);
}
