using System.Text;

namespace Plumb.Compose.Tests.Real;

/// <summary>Nothing restarts that need not.</summary>
public sealed class ChangeTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Two = """
        services:
          web: { image: plumb/web:1, command: sleep 600 }
          db: { image: busybox, command: sleep 600 }
        """;

    [Fact]
    public async Task One_of_twenty_services_changed_leaves_nineteen_as_they_are()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Twenty("1"));
        await stage.UpAsync();
        var before = await stage.ContainersAsync();

        stage.File("compose.yaml", Twenty("2"));
        await stage.UpAsync();

        var after = await stage.ContainersAsync();
        Assert.Equal([stage.Name("s7")], after.Where(it => before[it.Key] != it.Value).Select(it => it.Key));
        await stage.StaysQuietAsync();
    }

    [Fact]
    public async Task A_comment_a_new_revision_and_a_new_compose_version_touch_no_container()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Two, RealCompose.Older);
        await stage.UpAsync();
        var before = await stage.ContainersAsync();

        stage.File("compose.yaml", "# says more\n" + Two).Target = target => target with { Revision = "fedcba9876543210", CommitMessage = "other", Sequence = 2 };
        await stage.UpAsync();
        await stage.RestartAsync(RealCompose.Newer);
        await stage.UpAsync();

        Assert.Equal(before, await stage.ContainersAsync());
        await stage.StaysQuietAsync();
    }

    [Theory]
    [InlineData(RealCompose.Older)]
    [InlineData(RealCompose.Newer)]
    public async Task Any_commit_message_is_on_the_containers_as_it_is_and_its_change_touches_none(string version)
    {
        const string message = """say "hi" 'there' \ back\\slash $HOME ${X} $$ `id` {{.}} # - : 🚀 ünï —""";
        await using var stage = await Stage.OnAsync(shared.Engine, Two, version);
        stage.Target = target => target with { CommitMessage = message + "\n\nbody\nmore" };
        await stage.UpAsync();

        Assert.Equal(message, await stage.LabelAsync("web", "io.plumb.commit-message"));
        var before = await stage.ContainersAsync();
        stage.Target = target => target with { CommitMessage = "`rm` \"$(x)\" \\" };
        await stage.UpAsync();
        Assert.Equal(before, await stage.ContainersAsync());
    }

    [Fact]
    public async Task The_content_of_a_mounted_file_recreates_exactly_who_mounts_it_and_they_read_the_new_bytes()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              a: { image: busybox, command: sleep 600, configs: [site] }
              b: { image: busybox, command: sleep 600, volumes: ["./conf:/conf:ro"] }
              c: { image: busybox, command: sleep 600, volumes: ["./data:/data"] }
            configs: { site: { file: ./site.conf } }
            """);
        stage.File("site.conf", "one\n").File("conf/b.conf", "one\n");
        await stage.UpAsync();
        var (b, c) = (await stage.IdAsync("b"), await stage.IdAsync("c"));
        await shared.Engine.DockerAsync("exec", stage.Name("c"), "sh", "-c", "echo mine > /data/kept");

        stage.File("site.conf", "two\n");
        await stage.UpAsync();

        Assert.Equal("two", await stage.ReadAsync("a", "/site"));
        Assert.Equal((b, c), (await stage.IdAsync("b"), await stage.IdAsync("c")));
        var a = await stage.IdAsync("a");
        stage.File("conf/b.conf", "two\n");
        await stage.UpAsync();
        Assert.Equal("two", await stage.ReadAsync("b", "/conf/b.conf"));
        Assert.Equal((a, c), (await stage.IdAsync("a"), await stage.IdAsync("c")));
        Assert.Equal("mine", await stage.ReadAsync("c", "/data/kept"));
        await stage.StaysQuietAsync();
    }

    [Fact]
    public async Task A_tracked_file_changed_on_disk_is_put_right_and_who_mounts_it_is_made_anew()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              a: { image: busybox, command: sleep 600, volumes: ["./site.conf:/site.conf"] }
              b: { image: busybox, command: sleep 600 }
            """);
        stage.File("site.conf", "right\n");
        await stage.UpAsync();
        var b = await stage.IdAsync("b");
        await System.IO.File.WriteAllTextAsync(Path.Combine(stage.Place, "site.conf"), "wrong\n");

        var difference = Assert.Single((await stage.PlanAsync()).Differences);
        Assert.Equal(("content", "a", "site.conf"), (difference.Kind, difference.Service, difference.Field));
        await stage.UpAsync();

        Assert.Equal("right", await stage.ReadAsync("a", "/site.conf"));
        Assert.Equal(b, await stage.IdAsync("b"));
        await stage.StaysQuietAsync();
    }

    [Fact]
    public async Task A_finished_one_shot_is_not_run_again_by_a_neighbours_heal()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              migrate: { image: busybox, command: "true" }
              web: { image: busybox, command: sleep 600, depends_on: { migrate: { condition: service_completed_successfully } } }
            """);
        await stage.UpAsync();
        var before = (await stage.ContainersAsync())[stage.Name("migrate")];
        await shared.Engine.DockerAsync("rm", "-f", stage.Name("web"));

        await stage.UpAsync();

        Assert.Equal(before, (await stage.ContainersAsync())[stage.Name("migrate")]);
        await stage.StaysQuietAsync();
    }

    [Theory]
    [InlineData("rm -f")]
    [InlineData("stop")]
    [InlineData("restart")]
    public async Task Who_shares_a_namespace_follows_it_and_is_otherwise_quiet(string command)
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              vpn: { image: busybox, command: sleep 600 }
              app: { image: busybox, command: sleep 600, network_mode: "service:vpn" }
              other: { image: busybox, command: sleep 600 }
            """);
        await stage.UpAsync();
        await stage.StaysQuietAsync();
        var (app, other) = (await stage.IdAsync("app"), await stage.IdAsync("other"));
        await shared.Engine.DockerAsync([.. command.Split(' '), stage.Name("vpn")]);
        await stage.RestartAsync();

        await stage.UpAsync();

        Assert.NotEqual(app, await stage.IdAsync("app"));
        Assert.Equal(other, await stage.IdAsync("other"));
        Assert.Contains("eth0", await shared.Engine.DockerAsync("exec", stage.Name("app"), "ip", "link"));
        await stage.StaysQuietAsync();
    }

    [Fact]
    public async Task Scale_up_and_down_keeps_the_containers_that_stay()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Scaled(2));
        await stage.UpAsync();
        var (one, two) = (await stage.IdAsync("web", 1), await stage.IdAsync("web", 2));
        stage.File("compose.yaml", Scaled(3));
        await stage.UpAsync();
        Assert.Equal(3, (await stage.ContainersAsync()).Count);
        stage.File("compose.yaml", Scaled(1));
        await stage.UpAsync();

        Assert.Equal([stage.Name("web")], (await stage.ContainersAsync()).Keys);
        Assert.Equal(one, await stage.IdAsync("web", 1));
        Assert.NotEqual(one, two);
        await stage.StaysQuietAsync();
    }

    private static string Scaled(int scale) => $$"""services: { web: { image: busybox, command: sleep 600, scale: {{scale}} } }""";

    private static string Twenty(string value)
    {
        var text = new StringBuilder("services:\n");
        for (var i = 0; i < 20; i++)
            text.Append($"  s{i}: {{ image: busybox, command: sleep 600, environment: {{ V: \"{(i == 7 ? value : "1")}\" }} }}\n");
        return text.ToString();
    }
}
