using Plumb.EndToEnd.Stage;
using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 19 (CVE-2025-23216, CVE-2023-40029): differences and labels tell that a value changed, by service and hash, and never the value.</summary>
public sealed class SecretsInDiffsTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    // Under names that no list of secret words has: nothing masks these, they must not be told in the first place.
    private const string Before = "plain-value-before";
    private const string After = "plain-value-after";

    private static string Compose(string value) => $$"""
        services:
          web:
            image: plumb/web:1
            command: sleep 600
            env_file: web.env
            environment: { SETTING: "{{value}}-inline" }
        """;

    [Fact]
    public async Task A_changed_value_is_a_difference_without_the_value()
    {
        var stack = SharedEngine.NewProject("diff");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Compose(Before)), ($"{stack}/web.env", $"OTHER={Before}\n"));
        await scene.Repo.CommitAsync("change", ($"{stack}/plumb.stack.yaml", "changePolicy: flag\n"), ($"{stack}/compose.yaml", Compose(After)), ($"{stack}/web.env", $"OTHER={After}\n"));
        await scene.AwaitsAsync(stack, "inputs");

        using var http = new HttpClient { BaseAddress = scene.Plumb.Address };
        var told = new List<string> { scene.Plumb.Log };
        foreach (var route in new[] { $"api/v1/stacks/{stack}/diff", $"api/v1/stacks/{stack}", $"api/v1/stacks/{stack}/explain", $"api/v1/stacks/{stack}/history", "api/stacks", "api/v1/decisions?limit=500" })
            told.Add(await http.GetStringAsync(new Uri(route, UriKind.Relative)));
        told.Add((await scene.CliAsync("diff", stack)).ToString());
        told.Add((await scene.CliAsync("explain", "stack", stack)).ToString());
        var labels = Assert.Single(await scene.ContainersAsync(stack)).Inspected["Config"]!["Labels"]!.ToJsonString();
        told.Add(labels);
        Assert.Contains("inputs", told[1], StringComparison.Ordinal);
        Assert.Contains("web", told[1], StringComparison.Ordinal);
        Assert.Contains("io.plumb.inputs-hash", labels, StringComparison.Ordinal);
        Assert.All(told, text => Assert.DoesNotContain("plain-value", text, StringComparison.Ordinal));

        // The harmless twin: acknowledged, the value arrives.
        await scene.MustAsync("ack", stack);
        await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        Assert.Contains(After, Assert.Single(await scene.ContainersAsync(stack)).Inspected["Config"]!["Env"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ports: ['${VALUE}']")]
    [InlineData("mem_limit: '${VALUE}'")]
    [InlineData("environment: [{ VALUE: '${VALUE}' }]")]
    [InlineData("image: '${VALUE}:${VALUE}:${VALUE}', env_file: broken.env")]
    public async Task What_compose_cannot_take_is_refused_without_the_value(string wrong)
    {
        using var checkout = await Checkout.CreateAsync(
            ("a/compose.yaml", $"services: {{ web: {{ {(wrong.StartsWith("image", StringComparison.Ordinal) ? "" : "image: busybox, ")}{wrong} }} }}\n"), ("a/.env", $"VALUE={Before}\n"), ("a/broken.env", $"BROKEN {Before}=\"{After}\n"));
        var verdict = await checkout.OneAsync();
        Assert.Equal("compose.yaml compose.invalid", verdict.Said);
        Assert.DoesNotContain("plain-value", verdict.Refusal!.Message, StringComparison.Ordinal);
    }
}
