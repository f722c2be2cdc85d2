using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Flagging;

/// <summary>An acknowledgement is for what the person saw: when something else is there by then, nothing happens.</summary>
public sealed class StaleAckTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = """
        services:
          one:
            image: plumb/web:1
            command: sleep 600
            environment: { GENERATION: "1" }
          two:
            image: plumb/web:1
            command: sleep 600
        """;

    [Fact]
    public async Task The_repository_moved_on()
    {
        await using var scene = await BrokenAsync("staleone");
        var (stack, before) = await scene.StackAndContainersAsync();
        var seen = (await scene.StackAsync(stack))!.Record;

        await scene.CommitAsync("moved on", ($"{stack}/compose.yaml", Model.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)));
        await scene.StackAsync(stack, view => view.Record.ComposeHash != seen.ComposeHash, "of another model");
        var (status, problem) = await AckAsync(scene, new() { Path = stack, ComposeHash = seen.ComposeHash, Fingerprint = seen.Fingerprint });

        Assert.Equal((HttpStatusCode.Conflict, "ack.stale"), (status, (string?)problem["code"]));
        await scene.LookedAgainAsync(stack);
        Assert.Equal(before["one"].Id, Assert.Single(await scene.ContainersAsync(stack)).Id);
    }

    [Fact]
    public async Task The_engine_moved_on()
    {
        await using var scene = await BrokenAsync("staletwo");
        var (stack, _) = await scene.StackAndContainersAsync();
        var seen = (await scene.StackAsync(stack))!.Record;

        await scene.Engine.DockerAsync("pause", $"{stack}-one-1");
        await scene.StackAsync(stack, view => view.Record.Fingerprint != seen.Fingerprint, "different in another way");
        var (status, problem) = await AckAsync(scene, new() { Path = stack, ComposeHash = seen.ComposeHash, Fingerprint = seen.Fingerprint });

        Assert.Equal((HttpStatusCode.Conflict, "ack.stale"), (status, (string?)problem["code"]));
        await scene.LookedAgainAsync(stack);
        Assert.Equal("paused", Assert.Single(await scene.ContainersAsync(stack)).State);
    }

    [Fact]
    public async Task Fewer_differences_than_acknowledged_go_on_without_another()
    {
        await using var scene = await BrokenAsync("stalefewer");
        var (stack, _) = await scene.StackAndContainersAsync();
        await scene.Engine.DockerAsync("pause", $"{stack}-one-1");
        await scene.AwaitsAsync(stack, "scale", "state");

        // Suspended it is acknowledged, and one of the two goes by itself before anything is done.
        await scene.MustAsync("suspend", stack);
        await scene.MustAsync("ack", stack);
        await scene.Engine.DockerAsync("unpause", $"{stack}-one-1");
        await scene.StackAsync(stack, view => view.Differences is [{ Kind: "scale" }], "with one difference left");
        await scene.MustAsync("resume", stack);

        await scene.SyncedAsync(stack);
        Assert.Equal(2, (await scene.ContainersAsync(stack)).Count);
    }

    [Fact]
    public async Task More_differences_than_acknowledged_wait_again()
    {
        await using var scene = await BrokenAsync("stalemore");
        var (stack, _) = await scene.StackAndContainersAsync();

        await scene.MustAsync("suspend", stack);
        await scene.MustAsync("ack", stack);
        await scene.Engine.DockerAsync("pause", $"{stack}-one-1");
        await scene.StackAsync(stack, view => view.Differences.Count == 2, "with two differences");
        await scene.MustAsync("resume", stack);
        await scene.LookedAgainAsync(stack);

        await scene.AwaitsAsync(stack, "scale", "state");
        Assert.Equal("paused", Assert.Single(await scene.ContainersAsync(stack)).State);
        Assert.Contains("something else differs", await scene.MustAsync("explain", "stack", stack), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_acknowledge_and_no_such_stack_are_told_apart()
    {
        var stack = SharedEngine.NewProject("stalenone");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model));

        Assert.Equal((HttpStatusCode.Conflict, "ack.nothing"), await CodeAsync(scene, new() { Path = stack }));
        Assert.Equal((HttpStatusCode.NotFound, "stack.unknown"), await CodeAsync(scene, new() { StackPath = "nobody" }));
        Assert.Equal((HttpStatusCode.BadRequest, "ack.path"), await CodeAsync(scene, new()));
    }

    private async Task<Scene> BrokenAsync(string name)
    {
        var stack = SharedEngine.NewProject(name);
        var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        await scene.Plumb.StopAsync();
        await scene.Engine.DockerAsync("rm", "-f", $"{stack}-two-1");
        await scene.StartAsync(["--drift-policy", "flag"]);
        await scene.AwaitsAsync(stack, "scale");
        return scene;
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(Scene scene, AckBody body)
    {
        var (status, problem) = await AckAsync(scene, body);
        return (status, (string?)problem["code"]);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Problem)> AckAsync(Scene scene, AckBody body)
    {
        using var http = await scene.AdminAsync();
        using var answer = await http.PostAsJsonAsync(new Uri("api/reconcile/ack", UriKind.Relative), body, Contracts.Json.PlumbJson.Default.AckBody);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
