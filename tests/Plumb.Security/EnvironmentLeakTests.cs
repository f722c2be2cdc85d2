using Plumb.EndToEnd.Stage;
using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 28: a stack sees the variables that it declares, and nothing of Plumb's own environment.</summary>
public sealed class EnvironmentLeakTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Canary = "canary-of-plumbs-environment";

    private const string Asking = """
        services:
          web:
            image: plumb/web:1
            command: ["sh", "-c", "sleep 600 # ${AWS_SECRET_ACCESS_KEY:-nothing}"]
            environment:
              AWS_SECRET_ACCESS_KEY:
              COPIED: "${AWS_SECRET_ACCESS_KEY}"
              ALSO: "${HOME:-none}:${PATH:-none}"
              DECLARED: "${DECLARED}"
              DOCKER_HOST:
        """;

    [Fact]
    public async Task Nothing_of_the_environment_of_plumb_reaches_a_container()
    {
        var stack = SharedEngine.NewProject("leak");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Asking), ($"{stack}/plumb.stack.yaml", "variables: { DECLARED: \"told by the stack\" }\n"));
        await scene.StartAsync(environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["AWS_SECRET_ACCESS_KEY"] = Canary });
        await scene.SyncedAsync(stack);
        var container = Assert.Single(await scene.ContainersAsync(stack)).Inspected.ToJsonString();
        Assert.Contains(Canary, await File.ReadAllTextAsync($"/proc/{scene.Plumb.Id}/environ"), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, container, StringComparison.Ordinal);
        Assert.Contains("DECLARED=told by the stack", container, StringComparison.Ordinal);
        Assert.Contains("COPIED=\"", container, StringComparison.Ordinal);
        Assert.Contains("ALSO=none:none", container, StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Engine.SocketPath, container, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("environment: { X: \"${PLUMB_CANARY}\" }")]
    [InlineData("environment: [PLUMB_CANARY]")]
    [InlineData("labels: { x: \"${PLUMB_CANARY-unset}\" }")]
    [InlineData("command: [\"${PLUMB_CANARY}\"]")]
    public async Task Rendering_knows_none_of_it(string asks)
    {
        Environment.SetEnvironmentVariable("PLUMB_CANARY", Canary);
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", $"services: {{ a: {{ image: busybox, {asks} }} }}\n"), ("b/compose.yaml", $"services: {{ a: {{ image: busybox, {asks} }} }}\n"), ("b/.env", "PLUMB_CANARY=declared\n"));
        var verdicts = await checkout.JudgeAsync();
        Assert.DoesNotContain(Canary, verdicts["a"].Rendered!.Model.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(checkout.Runner.Ran, r => r.Environment.Values.Contains(Canary, StringComparer.Ordinal));
        Assert.Contains("declared", verdicts["b"].Rendered!.Model.ToJsonString(), StringComparison.Ordinal);
    }
}
