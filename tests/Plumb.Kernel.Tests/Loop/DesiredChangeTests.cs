using Plumb.Kernel.Loop;

namespace Plumb.Kernel.Tests;

public sealed class DesiredChangeTests
{
    [Fact]
    public void A_changed_spec_is_applied_at_once()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();

        rig.Want("a", "2");

        Assert.Equal("2", rig.Version("a"));
        Assert.Equal("2", rig.Status("a").Desired);
    }

    [Fact]
    public void The_same_spec_again_does_nothing()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Commands.Clear();

        rig.Want("a");

        Assert.DoesNotContain(rig.Commands, it => it is not LoopCommand<ToySpec>.LookAt);
    }

    [Fact]
    public void A_spec_that_comes_while_a_step_runs_is_applied_afterwards()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a");

        rig.Want("a", "2");
        Assert.Single(rig.Executed);

        rig.Release();
        Assert.Equal(["1", "2"], rig.Executed.Select(it => it.Spec!.Version));
        Assert.Equal("2", rig.Version("a"));
    }

    [Fact]
    public void A_spec_that_comes_while_it_looks_is_the_only_one_applied()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.LookAt };
        rig.Start("a");

        rig.Want("a", "2");
        rig.Release();

        Assert.Equal(["2"], rig.Executed.Select(it => it.Spec!.Version));
    }

    [Fact]
    public void A_spec_removed_while_a_step_runs_is_removed_afterwards()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a");

        rig.Unwant("a");
        rig.Release();

        Assert.Empty(rig.World);
        Assert.Single(rig.Commands.OfType<LoopCommand<ToySpec>.Forget>());
    }

    [Fact]
    public void Specs_that_come_before_the_first_look_cost_no_look_of_their_own()
    {
        var rig = new LoopRig { World = { [new("a")] = new("1"), [new("b")] = new("1") } };

        rig.Start("a", "b");

        Assert.Empty(rig.Looks);
        Assert.Single(rig.Sweeps);
    }
}
