using System.Globalization;
using System.Text;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Quiet;

/// <summary>A commit restarts the services that it changes, and nothing else.</summary>
public sealed class OnlyWhatMustTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Plain = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
        """;

    [Fact]
    public async Task Of_twenty_services_one_changed_nineteen_keep_their_container()
    {
        var stack = SharedEngine.NewProject("twenty");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Twenty("1")));
        var before = await scene.ContainersAsync(stack);

        await scene.CommitAsync("s07 changed", ($"{stack}/compose.yaml", Twenty("2")));

        await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        var after = await scene.ContainersAsync(stack);
        Assert.Equal(20, before.Count);
        Assert.Equal("s07", Assert.Single(Changed(before, after)));
        Assert.Contains("GENERATION=2", after.Single(container => container.Service == "s07").Inspected["Config"]!["Env"]!.AsArray().Select(entry => entry!.GetValue<string>()));
    }

    [Fact]
    public async Task A_comment_touches_no_container()
    {
        var stack = SharedEngine.NewProject("comment");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Plain));
        var before = await scene.ContainersAsync(stack);

        await scene.CommitAsync("a comment", ($"{stack}/compose.yaml", "# nothing but a comment\n" + Plain));

        await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        Assert.Empty(Changed(before, await scene.ContainersAsync(stack)));
    }

    [Fact]
    public async Task Another_stacks_commit_touches_no_container()
    {
        var stack = SharedEngine.NewProject("still");
        var other = SharedEngine.NewProject("other");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Plain), ($"{other}/compose.yaml", Plain));
        var before = await scene.ContainersAsync(stack);
        var others = await scene.ContainersAsync(other);

        await scene.CommitAsync("the other", ($"{other}/compose.yaml", Plain.Replace("600", "700", StringComparison.Ordinal)));

        await Wait.UntilAsync(async () => Changed(others, await scene.ContainersAsync(other)) is ["web"], Scene.Patience, () => $"the other's web anew. Plumb's log:\n{scene.Plumb.Log}");
        await scene.SyncedAsync(other, await scene.Repo.HeadAsync());
        await scene.SyncedAsync(stack);
        Assert.Empty(Changed(before, await scene.ContainersAsync(stack)));
    }

    [Theory]
    [InlineData("quotes \" and ' here")]
    [InlineData("back\\slashes \\n \\u0041")]
    [InlineData("$HOME ${UNSET:?no} $$")]
    [InlineData("`id` $(id)")]
    [InlineData("first line\n\nservices: {}\n- third: line")]
    [InlineData("rocket 🚀 and ümläut")]
    [InlineData("")]
    public async Task A_message_of_any_kind_touches_no_container_and_is_kept(string message)
    {
        var stack = SharedEngine.NewProject("message");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Plain));
        var before = await scene.ContainersAsync(stack);

        await scene.CommitAsync(message, ("elsewhere.txt", "1"));
        await scene.CommitAsync(message, ($"{stack}/compose.yaml", Plain + "\n# comment\n"));

        var synced = await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        Assert.Equal(message.Split('\n')[0], (synced.Record.SyncedCommitMessage ?? "").Split('\n')[0]);
        Assert.Empty(Changed(before, await scene.ContainersAsync(stack)));
    }

    [Fact]
    public async Task A_changed_config_recreates_exactly_the_services_that_mount_it()
    {
        const string model = """
            services:
              one:
                image: plumb/web:1
                command: sleep 600
                configs: [page]
              two:
                image: plumb/web:1
                command: sleep 600
                volumes: ["./page.html:/srv/page.html:ro"]
              three:
                image: plumb/web:1
                command: sleep 600
            configs:
              page: { file: ./page.html }
            """;
        var stack = SharedEngine.NewProject("config");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", model), ($"{stack}/page.html", "old\n"));
        var before = await scene.ContainersAsync(stack);

        await scene.CommitAsync("a new page", ($"{stack}/page.html", "new\n"));

        await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        var after = await scene.ContainersAsync(stack);
        Assert.Equal(["one", "two"], Changed(before, after));
        Assert.Equal("new", await scene.Engine.DockerAsync("exec", after[0].Id, "cat", "/page"));
        Assert.Equal("new", await scene.Engine.DockerAsync("exec", after.Single(container => container.Service == "two").Id, "cat", "/srv/page.html"));
    }

    [Fact]
    public async Task A_finished_one_shot_is_not_run_again_by_a_neighbours_heal()
    {
        const string model = """
            services:
              migrate:
                image: plumb/web:1
                command: "true"
              web:
                image: plumb/web:1
                command: sleep 600
                depends_on:
                  migrate: { condition: service_completed_successfully }
            """;
        var stack = SharedEngine.NewProject("oneshot");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", model));
        var before = await scene.ContainersAsync(stack);

        await scene.Engine.DockerAsync("rm", "-f", before.Single(container => container.Service == "web").Id);

        await Wait.UntilAsync(async () => Changed(before, await scene.ContainersAsync(stack)) is ["web"], Scene.Patience, () => $"web anew. Plumb's log:\n{scene.Plumb.Log}");
        await scene.SyncedAsync(stack);
        Assert.Equal(["web"], Changed(before, await scene.ContainersAsync(stack)));
    }

    [Fact]
    public async Task A_shared_network_namespace_follows_its_owner_and_is_otherwise_quiet()
    {
        const string model = """
            services:
              follower:
                image: plumb/web:1
                command: sleep 600
                network_mode: service:owner
              owner:
                image: plumb/web:1
                command: sleep 600
              side:
                image: plumb/web:1
                command: sleep 600
            """;
        var stack = SharedEngine.NewProject("follow");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", model));
        var before = await scene.ContainersAsync(stack);

        // Its neighbour's heal is no reason to move.
        await scene.Engine.DockerAsync("rm", "-f", before.Single(container => container.Service == "side").Id);
        await Wait.UntilAsync(async () => Changed(before, await scene.ContainersAsync(stack)) is ["side"], Scene.Patience, () => $"side anew. Plumb's log:\n{scene.Plumb.Log}");
        await scene.SyncedAsync(stack);
        Assert.Equal(["side"], Changed(before, await scene.ContainersAsync(stack)));

        // Its owner's is.
        await scene.Engine.DockerAsync("rm", "-f", before.Single(container => container.Service == "owner").Id);
        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(stack) is [{ State: "running" } follower, { State: "running" } owner, _]
                && follower.Inspected["HostConfig"]!["NetworkMode"]!.GetValue<string>() == $"container:{owner.Id}",
            Scene.Patience,
            () => $"the follower in the new owner's network. Plumb's log:\n{scene.Plumb.Log}");
        await scene.SyncedAsync(stack);
    }

    // Services whose container is another one, or was started again.
    private static List<string> Changed(IReadOnlyList<Seen> before, IReadOnlyList<Seen> after) =>
        [.. after.Where(container => !before.Any(old => old.Id == container.Id && old.StartedAt == container.StartedAt)).Select(container => container.Service).Order(StringComparer.Ordinal)];

    private static string Twenty(string generation)
    {
        var model = new StringBuilder("services:\n");
        for (var at = 1; at <= 20; at++)
        {
            model.AppendLine(CultureInfo.InvariantCulture, $"  s{at:00}:\n    image: plumb/web:1\n    command: sleep 600");
            if (at == 7)
                model.AppendLine(CultureInfo.InvariantCulture, $"    environment: {{ GENERATION: \"{generation}\" }}");
        }

        return model.ToString();
    }
}
