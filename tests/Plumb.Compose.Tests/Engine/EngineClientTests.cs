using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Tests.Engine;

public sealed class EngineClientTests(SharedEngine shared) : IClassFixture<SharedEngine>, IAsyncLifetime
{
    private const string Model = """
        services:
          web:
            image: busybox
            command: sleep 1000
            stop_grace_period: 1s
            ports: ["127.0.0.1::80"]
            volumes: [data:/data]
            mem_limit: 64m
          job: { image: busybox, command: "sh -c 'echo out; echo err >&2; exit 3'" }
        volumes: { data: {} }
        """;

    private readonly RealEngine _engine = shared.Engine;
    private readonly EngineClient _client = World.Client(shared.Engine);
    private readonly string _project = SharedEngine.NewProject("client");

    public async Task InitializeAsync()
    {
        var up = await RealCompose.RunAsync(_engine, Model, ["-p", _project, "up", "-d"]);
        Assert.True(up.ExitCode == 0, up.ToString());
    }

    public async Task DisposeAsync()
    {
        await RealCompose.RunAsync(_engine, Model, ["-p", _project, "down", "-v", "-t", "0"]);
        _client.Dispose();
    }

    [Fact]
    public async Task Lists_containers_in_every_state_with_labels_networks_and_mounts()
    {
        await _client.WaitAsync($"{_project}-job-1", default);
        var all = (await _client.ListContainersAsync(_project, default)).Value();
        var job = Assert.Single(all, c => c.Label("com.docker.compose.service") == "job");
        Assert.Equal("exited", job.State);
        Assert.StartsWith("Exited (3)", job.Status, StringComparison.Ordinal);
        var web = Assert.Single(all, c => c.Label("com.docker.compose.service") == "web");
        Assert.Equal("running", web.State);
        Assert.Equal([$"{_project}_default"], web.NetworkSettings!.Networks!.Keys);
        Assert.Equal($"{_project}_data", Assert.Single(web.Mounts!).Name);
        Assert.Equal(80, Assert.Single(web.Ports!).PrivatePort);
    }

    [Fact]
    public async Task Lists_all_projects_and_only_projects()
    {
        var plain = await _engine.DockerAsync("run", "-d", "busybox", "sleep", "1000");
        try
        {
            var all = (await _client.ListContainersAsync(project: null, default)).Value();
            Assert.Contains(all, c => c.Label("com.docker.compose.project") == _project);
            Assert.DoesNotContain(all, c => c.Id == plain);
        }
        finally
        {
            await _engine.DockerAsync("rm", "-f", plain);
        }
    }

    [Fact]
    public async Task Inspects_limits_state_and_start_time()
    {
        var web = (await _client.InspectContainerAsync($"{_project}-web-1", default)).Value();
        Assert.Equal(64L * 1024 * 1024, web.HostConfig.Memory);
        Assert.True(web.State.Running);
        Assert.True(web.State.StartedAt > DateTimeOffset.UnixEpoch);
        Assert.Equal(_project, web.Config!.Labels!["com.docker.compose.project"]);
    }

    [Fact]
    public async Task Stops_starts_unpauses_renames_and_removes()
    {
        var id = (await _client.InspectContainerAsync($"{_project}-web-1", default)).Value().Id;
        Assert.True((await _client.StopAsync(id, grace: null, default)).Value());
        Assert.False((await _client.StopAsync(id, TimeSpan.FromSeconds(1), default)).Value());
        Assert.True((await _client.StartAsync(id, default)).Value());
        Assert.False((await _client.StartAsync(id, default)).Value());
        await _engine.DockerAsync("pause", id);
        Assert.True((await _client.UnpauseAsync(id, default)).Value());
        Assert.True((await _client.RenameAsync(id, $"{_project}-other", default)).Value());
        Assert.Equal($"/{_project}-other", (await _client.InspectContainerAsync(id, default)).Value().Name);
        Assert.True((await _client.RemoveContainerAsync(id, force: true, volumes: true, default)).Value());
        Assert.True((await _client.InspectContainerAsync(id, default)).IsNotFound);
        Assert.True((await _client.RemoveContainerAsync(id, force: true, volumes: true, default)).IsNotFound);
    }

    [Fact]
    public async Task Waits_for_the_exit_code_and_reads_the_last_lines()
    {
        Assert.Equal(3, (await _client.WaitAsync($"{_project}-job-1", default)).Value());
        var lines = (await _client.LogTailAsync($"{_project}-job-1", 20, default)).Value();
        Assert.Equal(["err", "out"], lines.Order(StringComparer.Ordinal));
        Assert.Single((await _client.LogTailAsync($"{_project}-job-1", 1, default)).Value());
    }

    [Fact]
    public async Task Sees_networks_volumes_and_images()
    {
        Assert.Contains((await _client.ListNetworksAsync(default)).Value(), n => n.Name == $"{_project}_default" && n.Driver == "bridge");
        Assert.Contains((await _client.ListVolumesAsync(default)).Value(), v => v.Name == $"{_project}_data");
        Assert.Equal(_project, (await _client.InspectVolumeAsync($"{_project}_data", default)).Value().Labels!["com.docker.compose.project"]);
        Assert.Equal("bridge", (await _client.InspectNetworkAsync($"{_project}_default", default)).Value().Driver);
        Assert.StartsWith("sha256:", (await _client.InspectImageAsync("plumb/web:1", default)).Value().Id, StringComparison.Ordinal);
        Assert.True((await _client.InspectImageAsync("plumb/nosuch:1", default)).IsNotFound);
        Assert.True((await _client.InspectNetworkAsync("nosuch", default)).IsNotFound);
    }

    [Fact]
    public async Task Tells_events_from_the_moment_of_subscription()
    {
        using var stop = new CancellationTokenSource(World.Patience);
        var seen = new List<string>();
        await foreach (var answer in _client.EventsAsync(stop.Token))
        {
            var happened = answer.Value();
            if (happened.IsSubscription)
            {
                await _engine.DockerAsync("rm", "-f", $"{_project}-web-1");
            }
            else if (happened.Attribute("com.docker.compose.project") == _project)
            {
                seen.Add(happened.Action);
                if (happened.Action == "destroy")
                {
                    break;
                }
            }
        }

        Assert.Contains("die", seen);
    }

    [Fact]
    public async Task An_error_of_the_engine_is_told_with_its_own_words()
    {
        var answer = Assert.IsType<EngineAnswer<bool>.Error>(await _client.UnpauseAsync($"{_project}-web-1", default));
        Assert.Contains("is not paused", answer.Message, StringComparison.Ordinal);
        Assert.Contains("is not paused", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_special_characters_stays_one_segment()
    {
        Assert.IsType<EngineAnswer<ContainerDetail>.Error>(await _client.InspectContainerAsync("../../images/json?x=", default));
        Assert.IsType<EngineAnswer<List<ContainerItem>>.Ok>(await _client.ListContainersAsync("a\"]}, x", default));
    }
}
