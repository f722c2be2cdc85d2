using Plumb.TestKit;

namespace Plumb.EndToEnd.Kit;

public sealed class RealEngineTests : IClassFixture<SharedEngine>
{
    private readonly RealEngine engine;

    public RealEngineTests(SharedEngine shared) => engine = shared.Engine;

    [Fact]
    public async Task Containers_run_on_networks_of_their_own_and_find_each_other_by_name()
    {
        await engine.DockerAsync("network", "create", "kit-net");
        await engine.DockerAsync("run", "-d", "--name", "kit-peer", "--network", "kit-net", "busybox", "sleep", "600");

        var answer = await engine.DockerAsync("run", "--rm", "--network", "kit-net", "busybox", "ping", "-c", "1", "kit-peer");

        Assert.Contains("1 packets received", answer);
    }

    [Fact]
    public async Task A_published_port_answers()
    {
        await engine.DockerAsync("run", "-d", "-p", "127.0.0.1:8081:80", "plumb/web:2", "sh", "-c", "mkdir /www; echo \"v$VERSION\" >/www/index.html; exec httpd -f -p 80 -h /www");

        var page = await Wait.ForAsync(
            () => engine.FetchAsync(new Uri("http://127.0.0.1:8081/")),
            TimeSpan.FromSeconds(10),
            () => "a page from the published port");

        Assert.Equal("v2\n", page);
    }

    [Fact]
    public async Task A_pull_fails_at_once()
    {
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => engine.DockerAsync("run", "--rm", "nobody/nothing"));

        Assert.Contains("unreachable", failed.Message);
    }

    [Theory]
    [InlineData(RealCompose.Older)]
    [InlineData(RealCompose.Newer)]
    public async Task Compose_brings_a_project_up(string version)
    {
        var project = SharedEngine.NewProject("kit");
        const string model = """
            services:
              web:
                image: plumb/web:1
                command: sleep 600
                healthcheck: { test: ["CMD", "true"], interval: 1s }
            """;

        var up = await RealCompose.RunAsync(engine, model, ["-p", project, "up", "-d", "--wait"], version);

        Assert.True(up.ExitCode == 0, up.ToString());
        Assert.Equal("running", await engine.DockerAsync("inspect", "-f", "{{.State.Status}}", $"{project}-web-1"));
    }
}
