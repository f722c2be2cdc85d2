using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Flagging;

/// <summary>What was acknowledged once is worked off, whatever comes between.</summary>
public sealed class PermitTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Good = """
        services:
          one: { image: "plumb/web:1", command: sleep 600 }
          two: { image: "plumb/web:1", command: sleep 600 }
        """;

    [Theory]
    [InlineData("agent.target.after-save:2")]
    [InlineData("agent.step.before")]
    [InlineData("compose.layout.before")]
    [InlineData("compose.up.after")]
    public async Task A_crash_between_acknowledgement_and_apply_loses_nothing(string failpoint)
    {
        var stack = SharedEngine.NewProject("permitcrash");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Good));
        await scene.StartAsync(["--drift-policy", "flag"], failpoint);
        await scene.AwaitsAsync(stack);

        await scene.CliAsync("ack", stack);
        await scene.Plumb.EndedAsync();
        await scene.StartAsync(["--drift-policy", "flag"]);

        await scene.SyncedAsync(stack);
        Assert.Equal(["running", "running"], (await scene.ContainersAsync(stack)).Select(container => container.State));
    }

    [Fact]
    public async Task An_apply_that_failed_half_way_is_tried_again_without_a_second_one()
    {
        var stack = SharedEngine.NewProject("permithalf");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Good.Replace("two: { image: \"plumb/web:1\"", "two: { image: \"nobody/later:1\"", StringComparison.Ordinal)));
        await scene.StartAsync(["--drift-policy", "flag"]);
        await scene.AwaitsAsync(stack);

        await scene.MustAsync("ack", stack);
        await scene.StackAsync(stack, view => view.Failures.Count > 0, "failed half-way");
        Assert.Single(await scene.ContainersAsync(stack));
        await scene.Engine.DockerAsync("tag", "plumb/web:1", "nobody/later:1");
        try
        {
            await scene.CliAsync("sync", stack);
            await scene.SyncedAsync(stack);
        }
        finally
        {
            await scene.Engine.DockerAsync("rmi", "-f", "nobody/later:1");
        }

        Assert.Equal(2, (await scene.ContainersAsync(stack)).Count);
    }

    [Fact]
    public async Task A_crash_loop_does_not_change_the_fingerprint()
    {
        const string loop = """
            services:
              one: { image: "plumb/web:1", command: sleep 600 }
              two: { image: "plumb/web:1", command: "false", restart: always }
            """;
        var stack = SharedEngine.NewProject("permitloop");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", loop));
        await scene.StartAsync();
        await scene.StackAsync(stack, view => view.Differences.Any(it => it.Kind == "health"), "seen as a crash loop");
        await scene.Plumb.StopAsync();
        await scene.Engine.DockerAsync("rm", "-f", $"{stack}-one-1");
        await scene.StartAsync(["--drift-policy", "flag"]);
        var fingerprint = (await scene.AwaitsAsync(stack, "scale", "health")).Record.Fingerprint;

        for (var look = 0; look < 5; look++)
        {
            await scene.LookedAgainAsync(stack);
            Assert.Equal(fingerprint, (await scene.StackAsync(stack))!.Record.Fingerprint);
        }
    }
}
