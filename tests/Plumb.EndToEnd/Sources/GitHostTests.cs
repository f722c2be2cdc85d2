using System.Text.Json.Nodes;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Sources;

/// <summary>Plumb, a real engine, and a Git server that is away or hangs: what is known is kept true all the while.</summary>
public sealed class GitHostTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task A_host_that_is_down_hangs_or_refuses_stops_no_healing_and_what_came_meanwhile_is_applied()
    {
        var stack = SharedEngine.NewProject("host");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Model(600)));
        using var server = new GitHttpServer(scene.Repo.Path, "x-access-token:wrong", up: false);
        await scene.StartAsync(["--repo", server.Address + "/.git"], environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["GIT_ACCESS_TOKEN"] = "t0k3n-c4n4ry" });

        await ErrorAsync(scene, "source.network");
        server.Start();
        await ErrorAsync(scene, "source.credentials");
        server.Login = "x-access-token:t0k3n-c4n4ry";
        await scene.SyncedAsync(stack);

        server.Stop();
        await ErrorAsync(scene, "source.network");
        await IsHealedAsync(scene, stack, 600);
        var second = await scene.CommitAsync("while it was away", ($"{stack}/compose.yaml", Model(700)));
        server.Start();
        await scene.SyncedAsync(stack, second);

        var (half, rest) = (new TaskCompletionSource(), new TaskCompletionSource<bool>());
        server.InThePack = () => (half.TrySetResult(), rest.Task).Task;
        var third = await scene.CommitAsync("in two halves", ($"{stack}/compose.yaml", Model(800)));
        await half.Task.WaitAsync(Scene.Patience);
        await IsHealedAsync(scene, stack, 700);
        server.InThePack = null;
        rest.SetResult(true);
        await scene.SyncedAsync(stack, third);
        Assert.Contains("800", Assert.Single(await scene.ContainersAsync(stack)).Inspected["Config"]!["Cmd"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("t0k3n-c4n4ry", scene.Plumb.Log, StringComparison.Ordinal);
    }

    private static string Model(int seconds) => $"""
        services:
          web:
            image: plumb/web:1
            command: sleep {seconds}
        """;

    private static async Task IsHealedAsync(Scene scene, string stack, int seconds)
    {
        var before = Assert.Single(await scene.ContainersAsync(stack));
        await scene.Engine.DockerAsync("rm", "-f", before.Id);
        await Wait.UntilAsync(
            async () => (await scene.ContainersAsync(stack)).Any(now => now.State == "running" && now.Id != before.Id && now.Inspected["Config"]!["Cmd"]!.ToJsonString().Contains($"{seconds}", StringComparison.Ordinal)),
            Scene.Patience,
            () => $"another container running. Plumb's log:\n{scene.Plumb.Log}");
    }

    private static async Task ErrorAsync(Scene scene, string code)
    {
        using var http = new HttpClient { BaseAddress = scene.Plumb.Address };
        var error = "";
        await Wait.UntilAsync(
            async () => (error = JsonNode.Parse(await http.GetStringAsync(new Uri("api/refresh-status", UriKind.Relative)))!["refreshError"]?.GetValue<string>() ?? "").StartsWith(code + ": ", StringComparison.Ordinal),
            Scene.Patience,
            () => $"{code} on the source; it says '{error}'");
    }
}
