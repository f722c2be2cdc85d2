using Plumb.Compose.Model;
using Plumb.Compose.Observe;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Observe;

public sealed class ComposeObserverTests(SharedEngine shared) : IClassFixture<SharedEngine>, IDisposable
{
    private const string Two = """
        services:
          web: { image: plumb/web:1, command: sleep 1000, ports: ["127.0.0.1::80"], volumes: ["data:/data"], healthcheck: { test: "true", interval: 1s }, mem_limit: 64m }
          job: { image: busybox, command: "sh -c 'exit 3'" }
        volumes: { data: {} }
        """;

    private readonly RealEngine _engine = shared.Engine;
    private readonly LiveWorld _world = new(shared.Engine);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Sees_a_stack_as_it_is()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        await Wait.UntilAsync(async () => (await observed.SweptAsync(spec, "web")).Health == "healthy" && (await observed.SweptAsync(spec, "job")).State == "exited", World.Patience, "a healthy web and an ended job");

        foreach (var seen in (StackSeen[])[await observed.SeenAsync(spec), (await observed.AllAsync(spec)).Objects[spec.Id]])
        {
            Assert.Equal(["job", "web"], seen.Containers.Select(c => c.Service));
            var (job, web) = (seen.Containers[0], seen.Containers[1]);
            Assert.Equal(("exited", 3), (job.State, job.ExitCode));
            Assert.Equal(("running", null, 1, false), (web.State, web.ExitCode, web.Number, web.OneOff));
            Assert.Equal(spec.Ownership, web.Mark!.Ownership);
            Assert.Equal(spec.Rendered!.Services["web"].InputsHash, web.Mark.InputsHash);
            Assert.Equal(spec.Rendered.ComposeHash, web.Mark.ComposeHash);
            Assert.Equal([$"{spec.Project}_default"], web.Networks);
            Assert.Equal([$"{spec.Project}_data"], web.Volumes);
            Assert.Contains("->80/tcp", Assert.Single(web.Ports), StringComparison.Ordinal);
            Assert.Equal(spec.Project, seen.Networks[$"{spec.Project}_default"].ProjectLabel);
            Assert.Equal("local", seen.Volumes[$"{spec.Project}_data"].Driver);
        }

        var inspection = (await observed.ContainerAsync(spec, "web")).Inspection!;
        Assert.Equal(spec.Rendered!.Services["web"].Settings, inspection.Settings);
        Assert.NotNull(inspection.StartedAt);
    }

    [Fact]
    public async Task What_is_not_there_is_absent_when_the_engine_says_so()
    {
        var spec = await _world.SpecAsync(Two);
        using var observed = _world.Observe();
        var look = await observed.AllAsync(spec);
        Assert.Equal(Completeness.Complete, look.Completeness);
        Assert.Equal(Seen.Absent, look.At(spec.Id).Seen);
        Assert.Equal(Seen.Absent, (await observed.AtAsync(spec)).Seen);
    }

    [Fact]
    public async Task An_engine_that_is_away_is_unknown_and_says_where()
    {
        var spec = await _world.SpecAsync(Two);
        using var observed = _world.Observe("unix:///nonexistent/docker.sock");
        var look = await observed.AllAsync(spec);
        Assert.Equal(Completeness.Unknown, look.Completeness);
        Assert.Contains("/nonexistent/docker.sock", look.Why, StringComparison.Ordinal);
        Assert.Equal(Seen.Unknown, look.At(spec.Id).Seen);
        Assert.Equal(Seen.Unknown, (await observed.AtAsync(spec)).Seen);
    }

    [Theory]
    [InlineData("pause", "paused")]
    [InlineData("stop", "exited")]
    [InlineData("kill", "exited")]
    public async Task A_stopped_or_paused_container_is_seen_by_the_next_look(string command, string state)
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        Assert.Equal("running", (await observed.SweptAsync(spec, "web")).State);
        await _engine.DockerAsync(command, $"{spec.Project}-web-1");
        Assert.Equal(state, (await observed.SweptAsync(spec, "web")).State);
    }

    [Fact]
    public async Task A_container_that_left_its_network_is_seen_by_the_next_look()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        await observed.SweptAsync(spec, "web");
        await _engine.DockerAsync("network", "disconnect", $"{spec.Project}_default", $"{spec.Project}-web-1");
        Assert.Empty((await observed.SweptAsync(spec, "web")).Networks);
    }

    [Fact]
    public async Task Changed_limits_are_seen_by_a_look_at_the_stack()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        await _engine.DockerAsync("update", "--memory", "32m", "--memory-swap", "32m", $"{spec.Project}-web-1");
        Assert.Equal(32L << 20, (await observed.ContainerAsync(spec, "web")).Inspection!.Settings.Memory);
    }

    [Fact]
    public async Task Changed_limits_are_seen_within_the_deep_interval_by_looks_at_everything_alone()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec);
        using var observed = _world.Observe(deep: TimeSpan.FromSeconds(1));
        await Wait.UntilAsync(async () => (await observed.SweptAsync(spec, "web")).Inspection is not null, World.Patience, "a first inspection");
        await _engine.DockerAsync("update", "--memory", "32m", "--memory-swap", "32m", $"{spec.Project}-web-1");
        await Wait.UntilAsync(async () => (await observed.SweptAsync(spec, "web")).Inspection!.Settings.Memory == 32L << 20, World.Patience, "the changed limit");
    }

    [Fact]
    public async Task A_crash_loop_is_one_after_three_looks_that_agree()
    {
        var spec = await _world.SpecAsync("services: { bad: { image: busybox, command: 'false', restart: always } }");
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        Assert.True((await observed.ContainerAsync(spec, "bad")).Inspection!.CrashLooks < 3);
        await Wait.UntilAsync(async () => (await observed.SweptAsync(spec, "bad")).Inspection is { CrashLooks: >= 3, RestartCount: > 0 }, World.Patience, "three agreeing looks");
    }

    [Fact]
    public async Task Since_when_a_container_is_unhealthy_is_kept_from_look_to_look()
    {
        var spec = await _world.SpecAsync("services: { bad: { image: busybox, command: sleep 1000, healthcheck: { test: 'test -e /ok', interval: 1s, retries: 1 } } }");
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        await Wait.UntilAsync(async () => (await observed.SweptAsync(spec, "bad")).Health == "unhealthy", World.Patience, "an unhealthy container");
        var since = (await observed.SweptAsync(spec, "bad")).Inspection!.UnhealthySince;
        Assert.NotNull(since);
        Assert.Equal(since, (await observed.ContainerAsync(spec, "bad")).Inspection!.UnhealthySince);

        await _engine.DockerAsync("exec", $"{spec.Project}-bad-1", "touch", "/ok");
        await Wait.UntilAsync(async () => (await observed.SweptAsync(spec, "bad")).Health == "healthy", World.Patience, "a healthy container");
        Assert.Null((await observed.SweptAsync(spec, "bad")).Inspection!.UnhealthySince);
    }

    [Fact]
    public async Task A_container_that_is_listed_before_it_can_be_inspected_is_seen_by_the_next_look()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec);
        var web = await _engine.DockerAsync("inspect", "-f", "{{.Id}}", $"{spec.Project}-web-1");
        using var proxy = new CountingProxy(_world.Directory, _engine) { IsMissing = path => path.EndsWith($"/containers/{web}/json", StringComparison.Ordinal) };
        using var observed = _world.Observe(proxy.Host);
        Assert.DoesNotContain((await observed.SeenAsync(spec)).Containers, it => it.Id == web);

        proxy.IsMissing = _ => false;

        Assert.Contains((await observed.SeenAsync(spec)).Containers, it => it.Id == web);
        Assert.Equal(web, (await observed.SweptAsync(spec, "web")).Id);
    }

    [Fact]
    public async Task A_restart_between_two_looks_is_seen_by_the_start_time()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        var before = (await observed.ContainerAsync(spec, "web")).Inspection!.StartedAt!.Value;
        await Wait.UntilAsync(() => DateTimeOffset.UtcNow - before > TimeSpan.FromSeconds(6), World.Patience, "an uptime that a restart shortens");
        await _engine.DockerAsync("restart", "-t", "0", $"{spec.Project}-web-1");
        Assert.True((await observed.SweptAsync(spec, "web")).Inspection!.StartedAt > before);
    }

    [Fact]
    public async Task A_stranger_in_the_project_is_seen_without_a_mark()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec, "web");
        var id = await _engine.DockerAsync("run", "-d", "--label", $"com.docker.compose.project={spec.Project}", "--label", "com.docker.compose.service=extra", "busybox", "sleep", "100");
        using var observed = _world.Observe();
        var extra = await observed.ContainerAsync(spec, "extra");
        Assert.Equal((id, null), (extra.Id, extra.Mark));
    }

    [Fact]
    public async Task Content_on_disk_is_part_of_what_is_seen()
    {
        var spec = await _world.SpecAsync(Two, ("conf", "c"));
        await _world.UpAsync(spec, "web");
        using var observed = _world.Observe();
        Assert.Null((await observed.SeenAsync(spec)).Layout.Checksum);
        var content = Samples.Content(("compose.yaml", Two), ("conf", "c"));
        _world.Layout.LayOut(spec.Ownership.Scope, spec.Ownership.StackPath, content, []);
        Assert.Equal(spec.Target.Checksum, (await observed.SeenAsync(spec)).Layout.Checksum);
        File.WriteAllText(Path.Combine(spec.Rendered!.Directory, "conf"), "changed");
        Assert.Equal(["conf"], (await observed.AllAsync(spec)).Objects[spec.Id].Layout.Changed);
    }

    [Fact]
    public async Task A_stack_that_nobody_desires_is_told_by_its_labels_only()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec, "web");
        using var observed = _world.Observe();
        var id = OrphanId.Of(spec.Ownership, spec.Project);
        var seen = (await observed.AllAsync()).Objects[id];
        Assert.Null(seen.Removal);
        Assert.Equal("web", Assert.Single(seen.Containers).Service);
        Assert.Equal(Seen.Present, (await observed.Observer.LookAtAsync(id, desired: null, default)).Seen);
    }

    [Fact]
    public async Task A_stack_that_goes_is_seen_under_its_own_id_with_its_terms_until_nothing_is_left()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec, "web");
        var terms = new RemovalTerms(Allowed: true, Volumes: false, KeepRunning: false);
        _world.Departed.Replace([new DepartedStack(spec.Id, spec.Ownership, terms)]);
        using var observed = _world.Observe();
        var seen = (await observed.AllAsync()).Objects[spec.Id];
        Assert.Equal((terms, spec.Ownership), (seen.Removal, seen.Owner));
        Assert.Equal(Seen.Present, (await observed.Observer.LookAtAsync(spec.Id, desired: null, default)).Seen);

        await _engine.DockerAsync("rm", "-f", $"{spec.Project}-web-1");
        Assert.DoesNotContain(spec.Id, (await observed.AllAsync()).Objects.Keys);
        Assert.Equal(Seen.Absent, (await observed.Observer.LookAtAsync(spec.Id, desired: null, default)).Seen);
    }

    [Fact]
    public async Task What_a_cut_off_removal_left_is_still_seen_as_that_stacks()
    {
        var spec = await _world.SpecAsync(Two);
        _world.Layout.LayOut(spec.Ownership.Scope, spec.Ownership.StackPath, Samples.Content(("compose.yaml", Two)), [], spec.Project);
        await _world.UpAsync(spec, "web");
        await _engine.DockerAsync("rm", "-f", $"{spec.Project}-web-1");
        _world.Departed.Replace([new DepartedStack(spec.Id, spec.Ownership, new RemovalTerms(true, false, false))]);
        using var observed = _world.Observe();
        var seen = (await observed.AllAsync()).Objects[spec.Id];
        Assert.Equal(spec.Project, seen.Project);
        Assert.Contains($"{spec.Project}_default", seen.Networks.Keys);
        await _engine.DockerAsync("network", "rm", $"{spec.Project}_default");
        Assert.Equal(Seen.Absent, (await observed.Observer.LookAtAsync(spec.Id, desired: null, default)).Seen);
    }

    [Fact]
    public async Task A_stack_that_was_given_up_is_absent_and_no_orphan()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec, "web");
        _world.Departed.Replace([new DepartedStack(spec.Id, spec.Ownership, new RemovalTerms(true, false, KeepRunning: true))]);
        using var observed = _world.Observe();
        var objects = (await observed.AllAsync()).Objects;
        Assert.DoesNotContain(spec.Id, objects.Keys);
        Assert.DoesNotContain(OrphanId.Of(spec.Ownership, spec.Project), objects.Keys);
    }

    [Fact]
    public async Task What_is_left_in_an_earlier_project_of_a_stack_is_told_apart_from_it()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec, "web");
        using var observed = _world.Observe();
        var renamed = spec with { Project = spec.Project + "x", Rendered = null };
        var look = await observed.AllAsync(renamed);
        Assert.Equal(Seen.Absent, look.At(spec.Id).Seen);
        Assert.Single(look.Objects[OrphanId.Of(spec.Ownership, spec.Project)].Containers);
    }

    [Fact]
    public async Task Another_instances_stacks_are_none_of_ours()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec with { Ownership = spec.Ownership with { Instance = "other" } }, "web");
        using var observed = _world.Observe();
        Assert.DoesNotContain((await observed.AllAsync()).Objects.Values, s => s.Project == spec.Project);
        Assert.Equal("other", (await observed.ContainerAsync(spec, "web")).Mark!.Ownership.Instance);
    }

    [Fact]
    public async Task An_adoption_is_part_of_what_is_seen()
    {
        var spec = await _world.SpecAsync(Two);
        await _world.UpAsync(spec, "web");
        var record = new AdoptionRecord(spec.Project, spec.Ownership, DateTimeOffset.UnixEpoch, "ann", new Dictionary<string, string>());
        _world.Adoptions.Save(record);
        using var observed = _world.Observe();
        Assert.Equal(record, (await observed.SeenAsync(spec)).Adoption);
    }
}
