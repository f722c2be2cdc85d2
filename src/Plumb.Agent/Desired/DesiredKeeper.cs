using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Plumb.Agent.Rollback;
using Plumb.Agent.State;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Loop;

namespace Plumb.Agent.Desired;

/// <summary>Keeps the loop's desired side as the newest target state says; tells it only what changed.</summary>
internal sealed partial class DesiredKeeper(
    DesiredBuilder builder,
    TargetIntake intake,
    ContentCache contents,
    LastGoodBook good,
    HandledRequests handled,
    RequestBook requests,
    Action<LoopEvent<ComposeSpec, StackSeen>> post,
    Departures departures,
    Action<IReadOnlyList<PreparationFailure>> failed,
    TimeProvider time,
    ILogger<DesiredKeeper> log)
{
    // The newest target state alone matters.
    private readonly Channel<TargetState> news = Channel.CreateBounded<TargetState>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly DesiredTelling telling = new();
    private readonly Lock gate = new();
    private readonly Lock offering = new();
    private TargetState? newest;

    /// <summary>Whether what is cached may be acted on; null: always.</summary>
    public DiskAge? Age { get; init; }

    public void Offer(TargetState target)
    {
        lock (offering)
        {
            newest = target;
            news.Writer.TryWrite(target);
        }
    }

    /// <summary>Something else counts of the same target state.</summary>
    public void Again()
    {
        lock (offering)
        {
            if (newest is not null)
                news.Writer.TryWrite(newest);
        }
    }

    /// <param name="firstWord">Ends when it is known what the control plane wants now, or that it does not answer.</param>
    /// <param name="told">Ends when what the control plane wants now is known.</param>
    /// <param name="patience">How long that is waited for: what an earlier process was told may be out of date.</param>
    /// <param name="started">Called when what is known at the start was told to the loop.</param>
    public async Task RunAsync(Task firstWord, Task told, TimeSpan patience, Action started, CancellationToken cancellation)
    {
        var target = intake.Cached?.Target;
        lock (offering)
            newest ??= target;
        if (target is not null)
        {
            await Task.WhenAny(firstWord, Task.Delay(patience, time, cancellation));
            if (Age is not null)
                await Age.TrustedAsync(told, cancellation);
        }

        if (news.Reader.TryRead(out var newer))
            target = newer;
        var retryAt = target is null ? null : await KeepAsync(target, cancellation);
        started();
        var learned = Age is null;
        while (true)
        {
            if (await NextAsync(retryAt, cancellation) is { } next)
                target = next;
            if (target is not null)
                retryAt = await KeepAsync(target, cancellation);
            if (!learned && told.IsCompleted)
            {
                learned = true;
                await Age!.LearnAsync(cancellation);
            }
        }
    }

    /// <summary>When a stack has to be prepared again; null when none.</summary>
    internal async Task<DateTimeOffset?> KeepAsync(TargetState target, CancellationToken cancellation)
    {
        var chosen = good.Choose(target);
        var counts = target with { Stacks = [.. chosen.Select(it => it.Stack)] };
        var rolledBack = chosen.Where(it => it.RolledBack is not null).ToDictionary(it => it.Stack.Id, it => it.RolledBack!, StringComparer.Ordinal);
        var set = await builder.BuildAsync(counts, rolledBack, handled, MayTellSure(target) ? TellSure : null, cancellation);
        foreach (var failure in set.Failures)
            LogNotPrepared(log, failure.Stack.Name, failure.Error, failure.Count, failure.NextTryAt);
        failed(set.Failures);
        var removals = intake.Removals;
        departures.Tell(removals, target);
        foreach (var happened in telling.Tell(set, target, removals))
            post(happened);
        var told = telling.Told.ToHashSet();
        requests.Offer(target, told, post);
        requests.CannotAnswer(set.Failures.Where(f => !told.Contains(new ObjectId(f.Stack.Id))).Select(f => f.Stack));
        contents.Keep(target.Stacks.Select(s => s.Checksum).OfType<string>().Concat(good.Checksums).ToHashSet(StringComparer.Ordinal));
        return set.Failures.Count == 0 ? null : set.Failures.Min(f => f.NextTryAt);
    }

    // Where nothing goes the first need not wait until the last is prepared. What an earlier process was told is told whole.
    private bool MayTellSure(TargetState target)
    {
        var desired = target.Stacks.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return intake.Removals.Count == 0 && (intake.Cached is null || telling.Told.Count > 0) && telling.Told.All(id => desired.Contains(id.Value));
    }

    private void TellSure(ComposeSpec spec)
    {
        lock (gate)
        {
            foreach (var happened in telling.Tell(spec))
                post(happened);
        }
    }

    private async Task<TargetState?> NextAsync(DateTimeOffset? retryAt, CancellationToken cancellation)
    {
        if (retryAt is not { } due)
            return await news.Reader.ReadAsync(cancellation);
        var pause = due - time.GetUtcNow();
        using var alarm = new CancellationTokenSource(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alarm.Token, cancellation);
        try
        {
            return await news.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 3421, EventName = "stack.notPrepared", Level = LogLevel.Warning,
        Message = "Stack {Object} could not be prepared ({Error}); try {Count}, the next at {NextTryAt}. What was desired of it before stays")]
    private static partial void LogNotPrepared(ILogger log, string Object, string error, int count, DateTimeOffset nextTryAt);
}
