using System.Text.Json.Nodes;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Features;

/// <summary>Each sample comes up, does what it should, and is quiet for ten sweeps.</summary>
public sealed class FeatureTests(SamplesUp samples) : IClassFixture<SamplesUp>
{
    private RealEngine Engine => samples.Scene.Engine;

    [Fact]
    public async Task Relative_bind_mounts_and_a_programs_own_data_under_them()
    {
        var app = Assert.Single(await samples.UpAndQuietAsync("f-binds"));
        var own = await Engine.DockerAsync("exec", app.Id, "cat", "/var/app/own.db");
        Assert.Equal("one", await Engine.DockerAsync("exec", app.Id, "cat", "/etc/app.conf"));

        await samples.Scene.CommitAsync("another configuration", ("f-binds/conf/app.conf", "two\n"));
        await Wait.UntilAsync(
            async () => await samples.Scene.ContainersAsync("f-binds") is [{ State: "running" } now] && now.Id != app.Id,
            Scene.Patience,
            () => $"the app anew. Plumb's log:\n{samples.Scene.Plumb.Log}");

        Assert.Equal("two", await Engine.DockerAsync("exec", "f-binds-app-1", "cat", "/etc/app.conf"));
        Assert.StartsWith(own, await Engine.DockerAsync("exec", "f-binds-app-1", "cat", "/var/app/own.db"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Env_file() => Assert.Contains("COLOUR=green", Environment(Assert.Single(await samples.UpAndQuietAsync("f-envfile"))));

    [Fact]
    public async Task Include() => Assert.Equal(["app", "db"], Running(await samples.UpAndQuietAsync("f-include")));

    [Fact]
    public async Task Extends()
    {
        var app = Assert.Single(await samples.UpAndQuietAsync("f-extends"));
        Assert.Contains("INHERITED=1", Environment(app));
        Assert.Contains("OWN=1", Environment(app));
    }

    [Fact]
    public async Task Several_files() =>
        Assert.Equal("plumb/web:2", Assert.Single(await samples.UpAndQuietAsync("f-files")).Inspected["Config"]!["Image"]!.GetValue<string>());

    [Fact]
    public async Task Profiles() => Assert.Equal(["app", "prod"], Running(await samples.UpAndQuietAsync("f-profiles")));

    [Fact]
    public async Task Anchors_and_merges()
    {
        var containers = await samples.UpAndQuietAsync("f-anchors");
        Assert.All(containers, container => Assert.Contains("SHARED=1", Environment(container)));
        Assert.Contains("OWN=1", Environment(containers.Single(container => container.Service == "other")));
    }

    [Fact]
    public async Task Configs()
    {
        await samples.UpAndQuietAsync("f-configs");
        Assert.Equal("a page", await Engine.DockerAsync("exec", "f-configs-app-1", "cat", "/srv/page.html"));
    }

    [Fact]
    public async Task Secrets()
    {
        await samples.UpAndQuietAsync("f-secrets");
        Assert.Equal("s3cr3t-token", await Engine.DockerAsync("exec", "f-secrets-app-1", "cat", "/run/secrets/token"));
        Assert.DoesNotContain("s3cr3t-token", samples.Scene.Plumb.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doubled_dollars()
    {
        var app = Assert.Single(await samples.UpAndQuietAsync("f-dollar"));
        Assert.Contains("PRICE=5$", Environment(app));
        Assert.Equal("1", await Engine.DockerAsync("exec", app.Id, "cat", "/tmp/seen"));
    }

    [Fact]
    public async Task Depends_on_healthy()
    {
        var containers = await samples.UpAndQuietAsync("f-healthy");
        Assert.True(StartOf(containers, "app") >= StartOf(containers, "db") + TimeSpan.FromSeconds(2), "the app did not wait for the db's health");
    }

    [Fact]
    public async Task Depends_on_completed()
    {
        var containers = await samples.UpAndQuietAsync("f-completed");
        var migrate = containers.Single(container => container.Service == "migrate");
        Assert.Equal(("exited", 0), (migrate.State, migrate.Inspected["State"]!["ExitCode"]!.GetValue<int>()));
        Assert.True(StartOf(containers, "app") >= DateTimeOffset.Parse(migrate.Inspected["State"]!["FinishedAt"]!.GetValue<string>()), "the app did not wait for the migration");
    }

    [Fact]
    public async Task Build()
    {
        await samples.UpAndQuietAsync("f-build");
        Assert.Equal("built here", await Engine.DockerAsync("exec", "f-build-app-1", "cat", "/made.txt"));
    }

    [Fact]
    public async Task Networks()
    {
        var app = (await samples.UpAndQuietAsync("f-networks")).Single(container => container.Service == "app");
        var networks = app.Inspected["NetworkSettings"]!["Networks"]!.AsObject();
        Assert.Equal(["f-networks_back", "f-networks_front"], networks.Select(network => network.Key).Order(StringComparer.Ordinal));
        Assert.Contains("door", Strings(networks["f-networks_front"]!["Aliases"]));
        Assert.Contains("1 packets received", await Engine.DockerAsync("exec", app.Id, "ping", "-c", "1", "db"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Volumes()
    {
        await samples.UpAndQuietAsync("f-volumes");
        Assert.Equal("test", await Engine.DockerAsync("volume", "inspect", "-f", "{{.Labels.purpose}}", "f-volumes_kept"));
        Assert.NotEmpty(await Engine.DockerAsync("exec", "f-volumes-app-1", "cat", "/data/started"));
    }

    [Fact]
    public async Task Ports()
    {
        await samples.UpAndQuietAsync("f-ports");
        Assert.Equal("open\n", await Engine.FetchAsync(new Uri("http://127.0.0.1:18999/")));
    }

    [Fact]
    public async Task Scale() => Assert.Equal(["app", "app", "app"], Running(await samples.UpAndQuietAsync("f-scale")));

    [Fact]
    public async Task Init()
    {
        var app = Assert.Single(await samples.UpAndQuietAsync("f-init"));
        Assert.Contains("docker-init", await Engine.DockerAsync("exec", app.Id, "cat", "/proc/1/cmdline"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Running(IReadOnlyList<Seen> containers) => containers.Where(container => container.State == "running").Select(container => container.Service);

    private static IEnumerable<string> Environment(Seen container) => Strings(container.Inspected["Config"]!["Env"]);

    private static IEnumerable<string> Strings(JsonNode? list) => list!.AsArray().Select(entry => entry!.GetValue<string>());

    private static DateTimeOffset StartOf(IReadOnlyList<Seen> containers, string service) => containers.Single(container => container.Service == service).StartedAt;
}
