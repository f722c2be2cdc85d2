using Plumb.TestKit;

namespace Plumb.EndToEnd.Kit;

public sealed class RealEngineLifeTests
{
    [Fact]
    public async Task A_killed_engine_comes_back_with_its_containers()
    {
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        await engine.DockerAsync("run", "-d", "--name", "kept", "--restart", "always", "busybox", "sleep", "600");

        await engine.KillAsync();
        Assert.False(await engine.Api.AnswersAsync());
        await engine.StartAsync();

        await Wait.UntilAsync(
            async () => await engine.DockerAsync("inspect", "-f", "{{.State.Status}}", "kept") == "running",
            TimeSpan.FromSeconds(20),
            "the container running again");
    }

    [Fact]
    public async Task A_stopped_engine_keeps_what_it_had()
    {
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        await engine.DockerAsync("run", "-d", "--name", "kept", "busybox", "sleep", "600");

        await engine.RestartAsync();

        Assert.Equal("exited", await engine.DockerAsync("inspect", "-f", "{{.State.Status}}", "kept"));
    }

    [Fact]
    public async Task Nothing_is_left_of_an_engine_even_with_a_paused_container()
    {
        string socket;
        using (var engine = new RealEngine())
        {
            await engine.InitializeAsync();
            await engine.DockerAsync("run", "-d", "--name", "paused", "busybox", "sleep", "600");
            await engine.DockerAsync("pause", "paused");
            socket = engine.SocketPath;
        }

        var directory = Path.GetDirectoryName(socket)!;
        Assert.False(Directory.Exists(directory));
        Assert.DoesNotContain(directory, await File.ReadAllTextAsync("/proc/mounts"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories("/sys/fs/cgroup", Path.GetFileName(directory), new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }));
    }
}
