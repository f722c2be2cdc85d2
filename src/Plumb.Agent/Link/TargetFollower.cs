using Microsoft.Extensions.Logging;
using Plumb.Agent.State;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Link;

/// <summary>How the target state is followed.</summary>
/// <param name="Interval">The sweep interval: without hints the time between two polls, with them the longest wait of one.</param>
/// <param name="Hints">Long polls announce changes; off, they are found by asking.</param>
internal sealed record FollowOptions(TimeSpan Interval, bool Hints)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Three intervals unheard of make an agent unreachable: a poll never waits longer than one.</summary>
    public TimeSpan Wait => Hints ? Interval < Longest ? Interval : Longest : TimeSpan.Zero;

    /// <summary>Between two polls.</summary>
    /// <param name="waited">How long the last one took: one that did not wait must not be repeated in a tight loop.</param>
    public TimeSpan PauseAfter(TimeSpan waited) => !Hints ? Interval : waited < Wait / 2 ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero;
}

/// <summary>Asks for the target state for ever, and gives on each one that is newer than what is held.</summary>
internal sealed partial class TargetFollower(
    ControlPlaneLink link,
    Session session,
    LinkState state,
    FollowOptions options,
    LinkRetryOptions retry,
    TimeProvider time,
    ILogger<TargetFollower> log)
{
    private CachedTarget? held;
    private bool stale;

    /// <summary>Told how each poll ended: <c>fresh</c>, <c>unchanged</c> or <c>failed</c>.</summary>
    public Action<string> Polled { get; set; } = static _ => { };

    /// <summary>Told when a refused, older target state came (why), and when a good one came again (null).</summary>
    public Action<string?> Stale { get; set; } = static _ => { };

    /// <param name="cached">What is held from an earlier process.</param>
    /// <param name="accept">Makes a newer target state durable and acts on it, before it counts as held.</param>
    public async Task RunAsync(CachedTarget? cached, Action<CachedTarget> accept, CancellationToken cancellation)
    {
        held = cached;
        var pipeline = LinkRetry.Pipeline<TargetState>(time, retry, int.MaxValue, state.Troubled);
        while (true)
        {
            if (session.FencedBy is not null)
            {
                await WatchFenceAsync(cancellation);
                continue;
            }

            await session.EnsureAsync(cancellation);
            var asked = time.GetTimestamp();
            var pause = TimeSpan.Zero;
            long? sent = null;
            var answer = await pipeline.ExecuteAsync(
                async stop => await link.GetTargetStateAsync(held?.ETag, state.FirstWord.IsCompleted ? options.Wait : TimeSpan.Zero, sent = session.Generation, stop), cancellation);
            Polled(answer switch { LinkAnswer<TargetState>.Fresh => "fresh", LinkAnswer<TargetState>.Unchanged => "unchanged", _ => "failed" });
            switch (answer)
            {
                case LinkAnswer<TargetState>.Fresh fresh:
                    state.Heard();
                    Take(fresh, accept);
                    state.Told();
                    pause = stale ? retry.Longest : options.Hints ? TimeSpan.Zero : options.Interval;
                    break;
                case LinkAnswer<TargetState>.Unchanged:
                    state.Heard();
                    state.Told();
                    SetStale(null);
                    pause = options.PauseAfter(time.GetElapsedTime(asked));
                    break;
                case var refused when !session.IsFencedBy(refused, sent):
                    state.Troubled(refused.Trouble ?? "no answer");
                    await Task.Delay(retry.Longest, time, cancellation);
                    break;
                default:
                    break;
            }

            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellation);
        }
    }

    /// <summary>A control plane that was put back from a backup counts generations anew: that is no newer process.</summary>
    private async Task WatchFenceAsync(CancellationToken cancellation)
    {
        var answer = await link.GetTargetStateAsync(etag: null, TimeSpan.Zero, generation: null, cancellation);
        if (held is not null && answer is LinkAnswer<TargetState>.Fresh { Value.Epoch: var epoch } && epoch != held.Target.Epoch)
            session.Resume();
        else
            await Task.Delay(retry.Longest, time, cancellation);
    }

    private void Take(LinkAnswer<TargetState>.Fresh fresh, Action<CachedTarget> accept)
    {
        var next = fresh.Value;
        var verdict = TargetVerdict.Of(held, next, fresh.ETag);
        SetStale((verdict as TargetVerdict.Stale)?.Why);
        if (verdict is not TargetVerdict.Newer newer)
            return;
        if (newer.Restored)
        {
            LogEpoch(log, held!.Target.Epoch, next.Epoch);
            session.Renew();
        }

        LogAccepted(log, next.Epoch, next.Version, next.Stacks.Count, next.Complete);
        held = new CachedTarget(fresh.ETag, next);
        accept(held);
    }

    private void SetStale(string? why)
    {
        if (stale == why is not null)
            return;
        stale = why is not null;
        if (why is not null)
            LogStale(log, why);
        Stale(why);
    }

    [LoggerMessage(EventId = 3221, EventName = "target.accepted", Level = LogLevel.Information,
        Message = "Target state {Epoch}/{Version}: {Stacks} stacks, complete: {Complete}")]
    private static partial void LogAccepted(ILogger log, string epoch, long version, int stacks, bool complete);

    [LoggerMessage(EventId = 3222, EventName = "target.stale", Level = LogLevel.Error,
        Message = "StaleState: an older target state was refused ({Why}). A replica of the control plane lags, or its database was put back without 'plumb restore'")]
    private static partial void LogStale(ILogger log, string why);

    [LoggerMessage(EventId = 3223, EventName = "target.epoch", Level = LogLevel.Warning,
        Message = "The control plane was restored: epoch {Old} became {New}. A new session is opened and everything is reported again")]
    private static partial void LogEpoch(ILogger log, string old, string @new);
}
