using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class BreakerTests
{
    private static readonly string[] Twelve = [.. Enumerable.Range(10, 12).Select(i => $"o{i}")];

    [Fact]
    public void Ten_failed_steps_open_it_no_more_steps_run_and_one_alert_is_sent()
    {
        var rig = Opened();

        Assert.Equal(10, rig.Executed.Count());
        Assert.Equal(["breaker:toy"], rig.Firing);
        Assert.Contains(HoldReason.BreakerOpen, rig.Holds("o21"));
        Assert.Equal(BreakerPosition.Open, rig.Worlds["toy"].Position);

        rig.Ask("o21");
        Assert.Equal(10, rig.Executed.Count());
    }

    [Fact]
    public void Nine_do_not_and_ten_spread_over_more_than_the_window_do_not()
    {
        var rig = new LoopRig(new() { Jitter = 0, Ladder = new() { BackOffAt = 9999, AlertAt = 9999, BlockAt = 9999 }, Interval = TimeSpan.FromSeconds(35) })
        {
            Fails = (_, _) => new StepOutcome.Failed("no"),
        };
        rig.Start("a");

        rig.Pass(TimeSpan.FromHours(1));

        Assert.True(rig.Executed.Count() > 90, $"{rig.Executed.Count()}");
        Assert.Equal([], rig.Firing);
    }

    [Fact]
    public void Looking_and_reporting_go_on_while_it_is_open()
    {
        var rig = Opened();
        rig.World[new("o21")] = new("0");

        rig.Sweep();

        Assert.Equal("0", Assert.Single(rig.Status("o21").Differences).Actual);
    }

    [Fact]
    public void After_the_cool_down_a_single_object_tries_and_its_failure_doubles_the_cool_down()
    {
        var rig = Opened();
        rig.Commands.Clear();

        rig.Pass(66);
        Assert.Single(rig.Executed);
        Assert.Equal(BreakerPosition.Open, rig.Worlds["toy"].Position);
        Assert.Equal(TimeSpan.FromSeconds(120), rig.Worlds["toy"].CoolDown);

        rig.Pass(110);
        Assert.Single(rig.Executed);

        rig.Pass(20);
        Assert.Equal(2, rig.Executed.Count());
    }

    [Fact]
    public void The_trials_success_closes_it_and_all_the_others_go_on()
    {
        var rig = Opened();
        rig.Fails = (_, _) => null;

        rig.Pass(120);

        Assert.Equal(12, rig.World.Count);
        Assert.Empty(rig.Firing);
        Assert.Equal(BreakerPosition.Closed, rig.Worlds["toy"].Position);
    }

    [Fact]
    public void Only_one_object_is_on_trial_while_its_step_runs()
    {
        var rig = Opened(concurrency: 5);
        rig.Commands.Clear();
        rig.KeepBack = it => it is LoopCommand<ToySpec>.Execute;

        rig.Pass(100);

        Assert.Single(rig.Executed);
        Assert.Equal(BreakerPosition.HalfOpen, rig.Worlds["toy"].Position);
    }

    [Fact]
    public void A_trial_that_is_in_sync_by_then_hands_over_to_another()
    {
        var rig = Opened();
        rig.Fails = (_, _) => null;
        rig.KeepBack = it => it is LoopCommand<ToySpec>.LookAt;
        rig.Pass(61);
        var trial = Assert.Single(rig.KeptBack.OfType<LoopCommand<ToySpec>.LookAt>());
        rig.World[trial.Id] = new("1");

        rig.Release();
        rig.Pass(60);

        Assert.Equal(12, rig.World.Count);
        Assert.Equal(BreakerPosition.Closed, rig.Worlds["toy"].Position);
    }

    [Fact]
    public void A_person_opens_it_and_only_a_person_closes_it_again()
    {
        var rig = new LoopRig().Start("a");
        rig.Send(new LoopEvent<ToySpec, ToySeen>.BreakerSet("toy", Open: true, By: "ann"));
        rig.Break("a");
        rig.Pass(TimeSpan.FromHours(1));
        Assert.Null(rig.Version("a"));
        Assert.Contains("ann", Assert.Single(rig.Status("a").Holds).Message, StringComparison.Ordinal);

        rig.Send(new LoopEvent<ToySpec, ToySeen>.BreakerSet("toy", Open: false, By: "ben"));
        rig.Pass(6);
        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void A_reset_closes_it_and_resolves_the_alert()
    {
        var rig = Opened();
        rig.Fails = (_, _) => null;

        rig.Send(new LoopEvent<ToySpec, ToySeen>.BreakerSet("toy", Open: false, By: "ben"));
        rig.Pass(30);

        Assert.Empty(rig.Firing);
        Assert.Equal(12, rig.World.Count);
    }

    [Fact]
    public void It_stays_open_over_a_restart_and_its_alert_is_resolved_after_it()
    {
        var before = Opened();

        var rig = new LoopRig(after: before).Start(Twelve);
        rig.Pass(20);
        Assert.Empty(rig.Executed);

        rig.Pass(120);
        Assert.Equal(12, rig.World.Count);
        Assert.Contains(rig.Alerts, it => it is { Key: "breaker:toy", Firing: false });
    }

    [Fact]
    public void Worlds_have_breakers_of_their_own()
    {
        var rig = new LoopRig(planner: new PlannerOf((id, desired, actual, context) =>
        {
            var plan = new ToyPlanner().Plan(id, desired, actual, context);
            return plan.Steps.IsEmpty ? plan : plan with { Steps = [.. plan.Steps.Select(it => it with { World = id.Value == "z" ? "other" : "toy" })] };
        }))
        { Fails = (id, _) => id.Value == "z" ? null : new StepOutcome.Failed("no") };

        rig.Start([.. Twelve, "z"]);

        Assert.Equal("1", rig.Version("z"));
        Assert.Equal(["breaker:toy"], rig.Firing);
    }

    private static LoopRig Opened(int concurrency = 1)
    {
        var rig = new LoopRig(new() { Jitter = 0, Concurrency = concurrency }) { Fails = (_, _) => new StepOutcome.Failed("no") };
        return rig.Start(Twelve);
    }
}
