using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Plumb.Agent.State;
using Plumb.Agent.Tests.Fixtures;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Link;

public sealed class FollowerTests : PlaneTests
{
    [Fact]
    public async Task Every_newer_target_state_is_taken_once()
    {
        await using var follow = new Following(Plane, Data.Path);
        await follow.SeesAsync(() => follow.Taken.Count == 1);

        Plane.Publish("web", "app");
        await follow.SeesAsync(() => follow.Taken.Count == 2);

        Assert.Equal([0, 1], follow.Taken.Select(t => t.Target.Version));
    }

    [Fact]
    public async Task Without_hints_a_change_is_found_by_asking()
    {
        await using var follow = new Following(Plane, Data.Path, hints: false);
        await follow.SeesAsync(() => follow.Taken.Count == 1);

        Plane.Publish("web", "app");

        await follow.SeesAsync(() => follow.Taken.Count == 2);
    }

    [Fact]
    public async Task An_older_version_of_the_same_epoch_is_refused_and_a_newer_one_taken_again()
    {
        Plane.Set(t => t with { Version = 7 });
        await using var follow = new Following(Plane, Data.Path);
        await follow.SeesAsync(() => follow.Taken.Count == 1);

        Plane.Set(t => t with { Version = 6 });
        await follow.SeesAsync(() => follow.Stale.Count == 1);
        Assert.Contains("6", follow.Stale.First(), StringComparison.Ordinal);
        Assert.Single(follow.Taken);

        Plane.Set(t => t with { Version = 8 });
        await follow.SeesAsync(() => follow.Taken.Count == 2);
        Assert.Null(follow.Stale.Last());
        Assert.Single(follow.Bench.Log.Named("target.stale"));
    }

    [Fact]
    public async Task A_new_epoch_is_taken_whatever_its_version_and_opens_a_new_session()
    {
        Plane.Set(t => t with { Version = 7 });
        await using var follow = new Following(Plane, Data.Path);
        await follow.SeesAsync(() => follow.Taken.Count == 1);

        Plane.Set(t => t with { Epoch = "e2", Version = 1 });

        await follow.SeesAsync(() => follow.Taken.Count == 2 && Plane.Sessions.Count == 2);
        Assert.Equal("e2", follow.Taken.Last().Target.Epoch);
    }

    [Fact]
    public async Task What_is_held_stays_through_errors_and_the_outage_is_said_once()
    {
        await using var follow = new Following(Plane, Data.Path);
        await follow.SeesAsync(() => follow.Taken.Count == 1);
        var refused = 0;
        Plane.Trouble = _ =>
        {
            refused++;
            return Results.StatusCode(500);
        };
        await follow.SeesAsync(() => refused >= 5);
        Plane.Publish("web", "app");
        Plane.Trouble = _ => null;

        await follow.SeesAsync(() => follow.Taken.Count == 2);

        Assert.Single(follow.Bench.Log.Named("link.away"));
        Assert.Single(follow.Bench.Log.Named("link.back"));
    }

    [Fact]
    public async Task The_key_never_stands_in_the_log()
    {
        Plane.Trouble = _ => Results.StatusCode(401);
        await using var follow = new Following(Plane, Data.Path);

        await follow.SeesAsync(() => follow.Bench.Log.Named("link.away").Any());

        Assert.DoesNotContain("secret-of-the-test", follow.Bench.Log.ToString(), StringComparison.Ordinal);
    }

    private sealed class Following : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task run;

        public Following(ControlPlane plane, string data, bool hints = true)
        {
            Bench = new LinkBench(plane, data, hints);
            Bench.Follower.Stale = Stale.Enqueue;
            run = Bench.Follower.RunAsync(cached: null, Taken.Enqueue, stop.Token);
        }

        public LinkBench Bench { get; }

        public ConcurrentQueue<CachedTarget> Taken { get; } = new();

        public ConcurrentQueue<string?> Stale { get; } = new();

        public Task SeesAsync(Func<bool> condition) =>
            Wait.UntilAsync(condition, Patience, () => $"taken: {Taken.Count}, stale: {Stale.Count}, {run.Exception}\n{Bench.Log}");

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAny(run);
            Bench.Dispose();
            stop.Dispose();
        }
    }
}
