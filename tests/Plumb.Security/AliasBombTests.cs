using Plumb.Compose.Render;
using Plumb.EndToEnd.Stage;
using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 22 (Kubernetes#83253, js-yaml#742): a small file of aliases takes no memory, and never reaches Compose.</summary>
public sealed class AliasBombTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Mark = "lolbomb";

    // Far more than Plumb needs, far less than the bomb would take.
    private const long Cap = 1_500_000_000;

    private const string Real = """
        x-base: &base { image: "plumb/web:1", command: sleep 600 }
        services:
          web: { <<: *base }
          two: { <<: *base }
        """;

    private static string Bomb(int levels) =>
        $"x-{Mark}: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, levels).Select(n => $"x-{n}: &a{n} [{string.Join(',', Enumerable.Repeat($"*a{n - 1}", 10))}]\n")) + "services: { web: { image: 'plumb/web:1' } }\n";

    [Fact]
    public async Task The_running_plumb_survives_it_under_a_memory_cap_and_compose_never_sees_it()
    {
        var good = SharedEngine.NewProject("tame");
        var bad = SharedEngine.NewProject("bomb");
        using var places = new TempDir();
        var watched = places.Write("docker-compose", $$"""
            #!/bin/sh
            log={{places.At("seen")}}
            for word in "$@"; do
              echo "$word" >> $log
              [ -f "${word#--file=}" ] && /bin/cat "${word#--file=}" >> $log
            done
            exec {{await RealCompose.PathAsync()}} "$@"
            """);
        File.SetUnixFileMode(watched, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{good}/compose.yaml", Real));
        await scene.StartAsync(["--compose-binary", watched]);
        await scene.SyncedAsync(good);
        await Command.MustAsync("prlimit", [$"--data={Cap}", $"--pid={scene.Plumb.Id}"]);

        await scene.Repo.CommitAsync("bombs", ($"{bad}/compose.yaml", Bomb(8)), ($"{bad}2/compose.yaml", $"include: [part.yaml]\nservices: {{ web: {{ image: 'plumb/web:1' }} }}\n"), ($"{bad}2/part.yaml", Bomb(8)), ($"{bad}3/compose.yaml", Real), ($"{bad}3/plumb.stack.yaml", Bomb(8)));
        foreach (var (stack, file) in new[] { (bad, "compose.yaml"), ($"{bad}2", "part.yaml"), ($"{bad}3", "plumb.stack.yaml") })
        {
            var refused = await scene.StackAsync(stack, s => s.Holds.Any(h => h.Reason == "Refused"), "refused");
            Assert.Contains("yaml.nodes", refused.Holds[0].Message, StringComparison.Ordinal);
            Assert.Contains(file, refused.Holds[0].Message, StringComparison.Ordinal);
        }

        await scene.Repo.CommitAsync("after", ($"{good}/compose.yaml", Real.Replace("600", "601", StringComparison.Ordinal)));
        await scene.SyncedAsync(good, await scene.Repo.HeadAsync());
        Assert.False(scene.Plumb.Ended);
        var seen = await File.ReadAllTextAsync(places.At("seen"));
        Assert.Contains("x-base", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Mark, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("*a7", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_agent_refuses_it_too_and_reads_it_in_little_memory()
    {
        using var checkout = await Checkout.CreateAsync();
        var renderer = await checkout.RendererAsync();
        var content = Checkout.Content(("compose.yaml", Bomb(8)));

        // Refused before anything is waited for, so that all of it is this thread's.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rendering = renderer.RenderAsync(Target.Of("a", content), content, default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(rendering.IsCompletedSuccessfully);
        var refused = Assert.IsType<RenderOutcome.Refused>(await rendering).Refusal;
        Assert.Equal(("compose.yaml", "yaml.nodes"), (refused.File, refused.Rule));
        Assert.InRange(allocated, 0, 64 * 1024 * 1024);
        Assert.DoesNotContain(checkout.Runner.Ran, r => r.Arguments.Contains("config", StringComparer.Ordinal));
    }

    [Fact]
    public async Task Aliases_as_people_use_them_are_good()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Bomb(2)), ("b/compose.yaml", Real));
        Assert.All(await checkout.JudgeAsync(), v => Assert.Equal("good", v.Value.Said));
    }
}
