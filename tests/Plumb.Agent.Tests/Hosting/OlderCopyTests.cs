using Microsoft.AspNetCore.Http;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Hosting;

/// <summary>A data directory that is put back as it was some time ago.</summary>
public sealed class OlderCopyTests : PlaneTests
{
    private readonly World world = new();

    [Fact]
    public async Task While_the_control_plane_is_away_nothing_is_redone_and_its_first_word_counts()
    {
        await AgedAsync();
        Plane.Trouble = static _ => Results.StatusCode(503);
        var (steps, sweeps) = (world.Steps.Count, world.Sweeps);

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, static o => o with { FirstWord = TimeSpan.FromMilliseconds(10) });
        await agent.SeesAsync(() => agent.Log.Named("desired.outdated").Any(), "that it is older");
        Assert.Equal((steps, sweeps), (world.Steps.Count, world.Sweeps));
        Plane.Trouble = static _ => null;

        await agent.SeesAsync(() => Plane.Newest("id-web") is { Status: StackStatus.Synced, ObservedSequence: 20 } && world.Sweeps > sweeps + 2, "as the control plane says");
        Assert.Equal(steps, world.Steps.Count);
    }

    [Fact]
    public async Task A_cache_that_was_lost_and_came_back_is_not_taken_for_an_older_one()
    {
        await AgedAsync();
        Directory.Delete(Path.Combine(Data.Path, "state"), recursive: true);
        // Pinned to an older object that changed nothing of what runs: it keeps the newer one's label.
        Plane.Publish(Stacks.Target("web", Stacks.Content("app"), sequence: 5), Stacks.Content("app"));
        await using (var whole = RunningAgent.Start(Plane.Address, Data.Path, world))
        {
            await whole.SeesAsync(() => Plane.Newest("id-web") is { Status: StackStatus.Synced, ObservedSequence: 5 }, "synced");
            await whole.SeesAsync(() => File.ReadAllText(Path.Combine(Data.Path, "state", "agent", "target.json")).Contains("\"highest\":20", StringComparison.Ordinal), "what runs is known");
        }

        Plane.Trouble = static _ => Results.StatusCode(503);
        world.Remove("web", "app");

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, static o => o with { FirstWord = TimeSpan.FromMilliseconds(10) });

        await agent.SeesAsync(() => world.Of("web").Any(container => container.Service == "app"), "healed from the cache");
        Assert.Empty(agent.Log.Named("desired.outdated"));
    }

    [Fact]
    public async Task Each_session_says_which_alerts_fire()
    {
        Plane.Publish("web", "app");
        world.Away = "no such socket";
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world))
        {
            await first.SeesAsync(() => Plane.Items.OfType<AlertReport>().Any(), "firing");
            Assert.Empty(Assert.Single(Plane.Items.OfType<AlertsStanding>()).Firing);
        }

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => Plane.Items.OfType<AlertsStanding>().Count() == 2, "said again");
        Assert.Equal([Plane.Items.OfType<AlertReport>().First().Alert.Key], Plane.Items.OfType<AlertsStanding>().Last().Firing);
    }

    /// <summary>The stack ran as object 10, then as object 20; the data directory is from between.</summary>
    private async Task AgedAsync()
    {
        using var kept = new TempDir();
        Plane.Publish(Stacks.Target("web", Stacks.Content("app"), sequence: 10), Stacks.Content("app"));
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world))
            await first.SeesAsync(() => Plane.Newest("id-web") is { Status: StackStatus.Synced, ObservedSequence: 10 }, "synced");
        await CopyAsync(Data.At("state"), kept.Path);
        Plane.Publish(Stacks.Target("web", Stacks.Content("app", "more"), sequence: 20), Stacks.Content("app", "more"));
        await using (var second = RunningAgent.Start(Plane.Address, Data.Path, world))
            await second.SeesAsync(() => Plane.Newest("id-web") is { Status: StackStatus.Synced, ObservedSequence: 20 }, "synced anew");
        Directory.Delete(Data.At("state"), recursive: true);
        await CopyAsync(kept.At("state"), Data.Path);
    }

    private static async Task CopyAsync(string from, string to)
    {
        var copied = await Command.RunAsync("cp", ["-a", from, to]);
        Assert.True(copied.ExitCode == 0, copied.ToString());
    }
}
