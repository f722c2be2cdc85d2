using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.State;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.State;

public sealed class OutboxTests : IDisposable
{
    private readonly TempDir data = new();

    private string File => new AgentPaths(data.Path).Outbox;

    public void Dispose() => data.Dispose();

    [Fact]
    public void Events_outlive_the_process_and_observations_do_not()
    {
        using (var outbox = Open())
        {
            outbox.Gone("a");
            outbox.Status("b", StackStatus.Synced);
            outbox.Decision("c");
        }

        using var again = Open();

        Assert.Equal(["StackGone", "DecisionReport"], again.Peek(10).Select(i => i.GetType().Name));
    }

    [Fact]
    public void An_event_stays_of_the_generation_that_made_it_also_in_a_copy_of_the_file()
    {
        using (var outbox = Open())
        {
            outbox.Gone("before any session");
            outbox.Generation = () => 7;
            outbox.Gone("in the seventh");
            outbox.Status("what is seen is of who says it", StackStatus.Synced);
            Assert.Equal([null, 7L, null], outbox.Peek(10).Select(i => i.Generation));
        }

        using var copy = Open();
        copy.Generation = () => 9;

        Assert.Equal([null, 7L], copy.Peek(10).Select(i => i.Generation));
    }

    [Fact]
    public void Ids_and_numbers_stay_across_a_restart_and_new_numbers_are_higher()
    {
        IReadOnlyList<ReportItem> before;
        using (var outbox = Open())
        {
            outbox.Gone("a");
            outbox.Gone("b");
            before = outbox.Peek(10);
        }

        using var again = Open();
        again.Gone("c");

        var after = again.Peek(10);
        Assert.Equal(before.Select(i => (i.Id, i.Number)), after.Take(2).Select(i => (i.Id, i.Number)));
        Assert.True(after[2].Number > after[1].Number);
    }

    [Fact]
    public void What_was_acknowledged_is_gone_after_a_restart()
    {
        using (var outbox = Open())
        {
            outbox.Gone("a");
            outbox.Gone("b");
            outbox.Gone("c");
            outbox.Acknowledge(outbox.Peek(2));
        }

        using var again = Open();

        Assert.Equal("c", Assert.IsType<StackGone>(Assert.Single(again.Peek(10))).StackId);
    }

    [Fact]
    public void A_newer_observation_takes_the_place_of_the_older_one_of_the_same_stack()
    {
        using var outbox = Open();
        outbox.Status("a", StackStatus.Missing);
        outbox.Status("b", StackStatus.Missing);
        outbox.Status("a", StackStatus.Synced);

        Assert.Equal(
            [("b", StackStatus.Missing), ("a", StackStatus.Synced)],
            outbox.Peek(10).Cast<StackReport>().Select(r => (r.StackId, r.Status)));
    }

    [Fact]
    public void An_observation_that_came_while_the_older_one_was_under_way_is_not_acknowledged_with_it()
    {
        using var outbox = Open();
        outbox.Status("a", StackStatus.Missing);
        var underWay = outbox.Peek(10);
        outbox.Status("a", StackStatus.Synced);

        outbox.Acknowledge(underWay);

        Assert.Equal(StackStatus.Synced, Assert.IsType<StackReport>(Assert.Single(outbox.Peek(10))).Status);
    }

    [Fact]
    public void A_line_that_was_cut_short_loses_only_itself()
    {
        using (var outbox = Open())
        {
            outbox.Gone("a");
            outbox.Gone("b");
        }

        var text = System.IO.File.ReadAllText(File);
        System.IO.File.WriteAllText(File, text[..^20]);

        using (var again = Open())
            again.Gone("c");
        using var third = Open();

        Assert.Equal(["a", "c"], third.Peek(10).Cast<StackGone>().Select(g => g.StackId));
    }

    [Fact]
    public void The_oldest_events_go_when_there_are_too_many_and_the_file_does_not_grow_for_ever()
    {
        using var outbox = Open(new OutboxLimits { Events = 100 });
        for (var i = 0; i < 20_000; i++)
        {
            outbox.Decision("d" + i);
            if (i % 100 == 99)
                outbox.Acknowledge(outbox.Peek(1000));
        }

        for (var i = 0; i < 150; i++)
            outbox.Gone("s" + i);

        Assert.Equal(100, outbox.Count);
        Assert.Equal("s50", Assert.IsType<StackGone>(outbox.Peek(1)[0]).StackId);
        Assert.InRange(new FileInfo(File).Length, 1, 2 * 1024 * 1024);
    }

    [Fact]
    public void A_batch_stays_below_what_the_control_plane_takes()
    {
        using var outbox = Open();
        for (var i = 0; i < 100; i++)
            outbox.Decision(new string('x', 100_000));

        var batch = outbox.Peek(1000);

        Assert.InRange(batch.Count, 1, 6);
    }

    [Fact]
    public void A_disk_that_takes_nothing_keeps_nothing_from_being_sent()
    {
        System.IO.File.WriteAllText(data.At("state"), "a file where the directory should be");
        using var outbox = Open();

        outbox.Gone("a");

        Assert.Single(outbox.Peek(10));
    }

    private Outbox Open(OutboxLimits? limits = null) => new(new AgentPaths(data.Path), limits ?? new OutboxLimits(), NullLogger<Outbox>.Instance);
}
