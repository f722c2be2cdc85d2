using Microsoft.AspNetCore.Http;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Reports;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Link;

public sealed class SenderTests : PlaneTests
{
    [Fact]
    public async Task What_was_said_during_an_outage_arrives_in_order_and_once()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        Plane.Trouble = _ => Results.StatusCode(503);
        for (var i = 0; i < 500; i++)
            bench.Outbox.Gone("id-" + i);
        await using var sending = new Sending(bench);
        await Wait.UntilAsync(() => bench.Log.Named("link.away").Any(), Patience, "the outage is noticed");

        Plane.Trouble = _ => null;

        await Wait.UntilAsync(() => bench.Outbox.Count == 0, Patience, () => bench.Log.ToString());
        Assert.Equal(Enumerable.Range(0, 500).Select(i => "id-" + i), Plane.Items.Cast<StackGone>().Select(g => g.StackId));
    }

    [Fact]
    public async Task An_acknowledgement_that_got_lost_doubles_nothing()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        bench.Outbox.Gone("one");
        var lost = 0;
        Plane.AfterReports = () => lost++ == 0 ? Results.StatusCode(502) : null;

        await using var sending = new Sending(bench);

        await Wait.UntilAsync(() => bench.Outbox.Count == 0, Patience, () => bench.Log.ToString());
        Assert.Equal(2, lost);
        Assert.Single(Plane.Items);
    }

    [Fact]
    public async Task One_item_that_the_control_plane_cannot_take_holds_up_no_other()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        foreach (var name in (string[])["a", "b", "poison", "c", "d"])
            bench.Outbox.Gone(name);
        Plane.Refuse = item => item is StackGone { StackId: "poison" };

        await using var sending = new Sending(bench);

        await Wait.UntilAsync(() => bench.Outbox.Count == 0, Patience, () => bench.Log.ToString());
        Assert.Equal(["a", "b", "c", "d"], Plane.Items.Cast<StackGone>().Select(g => g.StackId));
        Assert.Single(bench.Log.Named("report.refused"));
    }

    [Fact]
    public async Task A_newer_process_fences_this_one_off_until_it_is_told_to_resume()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        var fenced = new List<string?>();
        bench.Session.Fenced = fenced.Add;
        await using var sending = new Sending(bench);
        bench.Outbox.Gone("before");
        await Wait.UntilAsync(() => bench.Outbox.Count == 0, Patience, () => bench.Log.ToString());

        Plane.TakeOver();
        bench.Outbox.Gone("after");
        await Wait.UntilAsync(() => bench.Session.FencedBy is not null, Patience, () => bench.Log.ToString());
        Assert.Single(Plane.Sessions);
        Assert.Single(Plane.Items);
        Assert.Single(bench.Log.Named("session.fenced"));

        bench.Session.Resume();
        await Wait.UntilAsync(() => bench.Outbox.Count == 0, Patience, () => bench.Log.ToString());
        Assert.Equal(2, Plane.Sessions.Count);
        Assert.Equal(2, fenced.Count);
        Assert.Null(fenced[1]);
    }

    private sealed class Sending : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task run;

        public Sending(LinkBench bench) => run = bench.Sender.RunAsync(stop.Token);

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAny(run);
            stop.Dispose();
            Assert.False(run.IsFaulted, run.Exception?.ToString());
        }
    }
}
