using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Failing;

/// <summary>One stack's apply hangs. The Compose here is the real one behind a script that waits for ever when a marked model is to be applied.</summary>
public sealed class HungApplyTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
        """;

    [Fact]
    public async Task Looking_and_reporting_go_on()
    {
        using var directory = new TempDir();
        var (hung, other) = (SharedEngine.NewProject("hung"), SharedEngine.NewProject("other"));
        await using var scene = await HangingAsync(directory, hung, other, "1");

        await scene.Engine.DockerAsync("stop", $"{other}-web-1");

        var seen = await scene.StackAsync(other, view => view.Record.ContainersRunning == 0 && view.Differences.Any(difference => difference is { Kind: "state", Service: "web" }), "seen as stopped");
        Assert.NotNull(seen.LookedAt);
        Assert.Contains(await scene.DiffAsync(other), difference => difference.Service == "web");
        Assert.Equal(StackStatus.Syncing, (await scene.StackAsync(hung))!.Record.Status);
    }

    [Fact]
    public async Task With_limit_two_others_are_healed()
    {
        using var directory = new TempDir();
        var (hung, other) = (SharedEngine.NewProject("hung"), SharedEngine.NewProject("other"));
        await using var scene = await HangingAsync(directory, hung, other, "2");

        await scene.Engine.DockerAsync("rm", "-f", $"{other}-web-1");

        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(other) is [{ State: "running" }],
            Scene.Patience,
            () => $"the other one healed. Plumb's log:\n{scene.Plumb.Log}");
        Assert.Equal(StackStatus.Syncing, (await scene.StackAsync(hung))!.Record.Status);
    }

    private async Task<Scene> HangingAsync(TempDir directory, string hung, string other, string concurrency)
    {
        var compose = directory.Write("docker-compose", $$"""
            #!/bin/sh
            case " $* " in *" -p {{hung}} "*" up "* | *" --project-name {{hung}} "*" up "* | *"={{hung}} "*" up "*) touch {{directory.At("hangs")}}; exec sleep 100000 ;; esac
            exec {{await RealCompose.PathAsync()}} "$@"
            """);
        File.SetUnixFileMode(compose, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var scene = await Scene.CreateAsync(shared.Engine, ($"{other}/compose.yaml", Model));
        await scene.StartAsync(["--compose-binary", compose, "--concurrency", concurrency]);
        await scene.SyncedAsync(other);
        await scene.CommitAsync("one that hangs", ($"{hung}/compose.yaml", Model));
        await Wait.UntilAsync(() => File.Exists(directory.At("hangs")), Scene.Patience, () => $"the apply that hangs. Plumb's log:\n{scene.Plumb.Log}");
        return scene;
    }
}
