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
    private readonly Dictionary<string, Removal> removals;
    private readonly Failpoints failpoints;
    private readonly Lock gate = new();
    private readonly ILogger log;
    private TargetState? last;

    public TargetIntake(AgentPaths paths, TargetCache cache, Failpoints failpoints, ILogger<TargetIntake> log)
    {
        this.cache = cache;
        this.failpoints = failpoints;
        this.log = log;
        files = new KeyedFiles<Removal>(paths.Removals, StateJson.Default.Removal, static r => r.Stack.Id, log);
        Cached = cache.Load();
        last = Cached?.Target;
        removals = files.Load().ToDictionary(r => r.Stack.Id, StringComparer.Ordinal);
    }

    /// <summary>What an earlier process accepted; null when there is nothing.</summary>
    public CachedTarget? Cached { get; }

    /// <summary>Stacks that should go and of which something may be left.</summary>
    public IReadOnlyList<Removal> Removals
    {
        get
        {
            lock (gate)
            {
                var desired = last is null ? [] : last.Stacks.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
                return [.. removals.Values.Where(r => !desired.Contains(r.Stack.Id)).OrderBy(r => r.Stack.Id, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The target state as it counts here: what an incomplete one lacks is still desired.</summary>
    public TargetState Accept(CachedTarget told)
    {
        lock (gate)
        {
            failpoints.Reach(AgentFailpoints.TargetBeforeSave);
            var next = told with { Target = KeptWhole(told.Target) };
            var desired = next.Target.Stacks.ToDictionary(s => s.Id, StringComparer.Ordinal);
            var markers = next.Target.Deletions.ToDictionary(d => d.StackId, StringComparer.Ordinal);
            foreach (var vanished in last?.Stacks.Where(s => s.Driver == DesiredBuilder.Driver && !desired.ContainsKey(s.Id)) ?? [])
                PutNeedsLock(new Removal(vanished, markers.GetValueOrDefault(vanished.Id)));
            foreach (var unknown in next.Target.Deletions.Where(d => !desired.ContainsKey(d.StackId) && !removals.ContainsKey(d.StackId)).ToList())
                PutNeedsLock(Removal.Of(unknown));
            foreach (var marked in removals.Values.Where(r => r.Marker is null && markers.ContainsKey(r.Stack.Id)).ToList())
                PutNeedsLock(marked with { Marker = markers[marked.Stack.Id] });
            failpoints.Reach(AgentFailpoints.TargetAfterRemovals);
            Try(() => cache.Save(next));
            failpoints.Reach(AgentFailpoints.TargetAfterSave);
            last = next.Target;
            // Desired again: only forgotten once that is on disk.
            foreach (var back in removals.Keys.Where(desired.ContainsKey).ToList())
                DropNeedsLock(back);
            return last;
        }
    }

    /// <summary>A look found nothing of it.</summary>
    public void Gone(string stackId)
    {
        lock (gate)
            DropNeedsLock(stackId);
    }

    // A control plane that has not read all its sources yet, or lost its database, says nothing by leaving a stack out.
    private TargetState KeptWhole(TargetState next)
    {
        if (next.Complete || last is null)
            return next;
        var named = next.Stacks.Select(s => s.Id).Concat(next.Deletions.Select(d => d.StackId)).ToHashSet(StringComparer.Ordinal);
        var places = next.Stacks.Select(s => (s.Scope, s.Path)).ToHashSet();
        return next with { Stacks = [.. next.Stacks, .. last.Stacks.Where(s => !named.Contains(s.Id) && !places.Contains((s.Scope, s.Path)))] };
    }

    private void PutNeedsLock(Removal removal)
    {
        removals[removal.Stack.Id] = removal;
        Try(() => files.Save(removal));
    }

    private void DropNeedsLock(string stackId)
    {
        if (removals.Remove(stackId))
            Try(() => files.Delete(stackId));
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
