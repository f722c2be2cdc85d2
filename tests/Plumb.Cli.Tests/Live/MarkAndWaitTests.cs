using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Tests.Live;

/// <summary><c>label</c>, <c>annotate</c>, <c>target</c> and <c>wait</c> against a real control plane: who is responsible is what counts.</summary>
public sealed class MarkAndWaitTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Each_tie_makes_the_agent_responsible_and_its_end_ends_that(string store)
    {
        await using var stage = await Fleet.StartAsync(store);
        await DoesAsync(stage, "target", "edge-1", "shop/web", "--remove");
        await DoesAsync(stage, "label", "agent", "edge-1", "prod-");
        Assert.Equal([], await AgentsAsync(stage));
        foreach (var (tie, end) in new (string[], string[])[]
        {
            (["label", "agent", "edge-1", "prod"], ["label", "agent", "edge-1", "prod-"]),
            (["label", "stack", "shop/web", "gpu"], ["label", "stack", "shop/web", "gpu-"]),
            (["annotate", "agent", "edge-1", "region=eu"], ["annotate", "agent", "edge-1", "region-"]),
            (["annotate", "agent", "edge-1", "env=prod"], ["annotate", "agent", "edge-1", "env-"]),
            (["target", "edge-1", "shop/web"], ["target", "edge-1", "shop/web", "--remove"]),
        })
        {
            if (tie.Contains("gpu"))
            {
                await DoesAsync(stage, "label", "agents", "edge-1", "gpu", "spot");
            }

            await DoesAsync(stage, tie);
            Assert.Equal(["edge-1"], await AgentsAsync(stage));
            await DoesAsync(stage, end);
            Assert.Equal([], await AgentsAsync(stage));
            if (tie.Contains("gpu"))
            {
                await DoesAsync(stage, "label", "agents", "edge-1", "spot-");
            }
        }
    }

    [Fact]
    public async Task A_tie_without_effect_says_what_it_waits_for_and_what_is_not_there_is_an_error()
    {
        await using var stage = await Fleet.StartAsync("sqlite");
        var waits = await stage.Cli.RunAsync("target", "edge-2", "shop/web");
        Assert.Equal((0, ""), (waits.Exit, waits.Out));
        Assert.Contains("and waits: Agent edge-2 did not subscribe to publisher shop", waits.Error, StringComparison.Ordinal);
        Assert.Contains("[agent.unknown]", (await FailsAsync(stage, "target", "edge-9", "shop/web")).Error, StringComparison.Ordinal);
        Assert.Contains("[stack.unknown]", (await FailsAsync(stage, "target", "edge-1", "shop/none")).Error, StringComparison.Ordinal);
        Assert.Contains("[stack.unknown]", (await FailsAsync(stage, "label", "stack", "shop/none", "a")).Error, StringComparison.Ordinal);
        Assert.Contains("[agent.unknown]", (await FailsAsync(stage, "annotate", "agent", "edge-9", "a=b")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_so_and_fails_where_it_cannot_be()
    {
        await using var stage = await Fleet.StartAsync("sqlite");
        var waiting = stage.Cli.RunAsync("wait", "stack", "shop/web", "--for", "healthy", "--timeout", "5m");
        await stage.StandsAsync(StackStatus.Syncing, "starting");
        await stage.StandsAsync(StackStatus.Synced, "starting");
        await DoesAsync(stage, "wait", "stack", "shop/web", "--for", "synced");
        Assert.Contains("is healthy: after 1ms it is ", (await FailsAsync(stage, "wait", "shop/web", "--for", "healthy", "--timeout", "1ms")).Error, StringComparison.Ordinal);
        await stage.StandsAsync(StackStatus.Synced);
        Assert.Equal(0, (await waiting).Exit);

        await stage.StandsAsync(StackStatus.Failed, "unhealthy", new HoldView("Blocked", "It failed 5 times", DateTimeOffset.UnixEpoch, Until: null, "Run plumb unblock."));
        Assert.Contains("held Blocked", (await FailsAsync(stage, "wait", "stack", "shop/web", "--timeout", "5m")).Error, StringComparison.Ordinal);
        Assert.Contains("[stack.unknown]", (await FailsAsync(stage, "wait", "stack", "shop/none")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await stage.Cli.RunAsync("wait", "stack", "shop/web", "--for", "ever")).Exit);
    }

    private static async Task DoesAsync(Fleet stage, params string[] words)
    {
        var ran = await stage.Cli.RunAsync(words);
        Assert.True((ran.Exit, ran.Out) == (0, ""), $"{string.Join(' ', words)}: {ran}");
    }

    private static async Task<Kit.Ran> FailsAsync(Fleet stage, params string[] words)
    {
        var ran = await stage.Cli.RunAsync(words);
        Assert.True(ran.Exit == 1, $"{string.Join(' ', words)}: {ran}");
        return ran;
    }

    private static async Task<IReadOnlyList<string?>> AgentsAsync(Fleet stage) =>
        [.. (await stage.Plane.GetAsync("/api/v1/stacks/shop%2Fweb")).GetProperty("agents").EnumerateArray().Select(agent => agent.GetString())];
}
