using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Observe;

public sealed class EngineHintsTests(SharedEngine shared) : IClassFixture<SharedEngine>, IDisposable
{
    private const string Model = "services: { web: { image: busybox, command: sleep 1000, volumes: ['data:/data'] } }\nvolumes: { data: {} }";
    private readonly RealEngine _engine = shared.Engine;
    private readonly LiveWorld _world = new(shared.Engine);
    private readonly List<ObjectId?> _hints = [];

    public void Dispose() => _world.Dispose();

    private int Count(ObjectId? id)
    {
        lock (_hints)
        {
            return _hints.Count(h => h == id);
        }
    }

    private Task HeardAsync(ObjectId? id, int more) => Wait.UntilAsync(() => Count(id) >= more, World.Patience, () => $"hint {more} of {id}");

    [Fact]
    public async Task A_subscription_begins_with_a_hint_that_anything_may_have_changed()
    {
        using var observed = _world.Observe();
        using var stop = new CancellationTokenSource();
        var listening = observed.ListenAsync(_hints, stop.Token);
        await HeardAsync(null, 1);
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task What_happens_to_a_stack_hints_at_it_and_at_no_other()
    {
        var spec = await _world.SpecAsync(Model);
        var other = await _world.SpecAsync(Model);
        await _world.UpAsync(spec);
        await _world.UpAsync(other);
        using var observed = _world.Observe();
        await observed.AllAsync(spec, other);
        using var stop = new CancellationTokenSource();
        var listening = observed.ListenAsync(_hints, stop.Token);
        await HeardAsync(null, 1);

        var name = $"{spec.Project}-web-1";
        string[][] happenings =
        [
            ["pause", name], ["unpause", name], ["update", "--memory", "32m", "--memory-swap", "32m", name],
            ["network", "disconnect", $"{spec.Project}_default", name], ["restart", "-t", "0", name], ["rm", "-f", name], ["network", "rm", $"{spec.Project}_default"], ["volume", "rm", $"{spec.Project}_data"],
        ];
        foreach (var happening in happenings)
        {
            var before = Count(spec.Id);
            await _engine.DockerAsync(happening);
            await HeardAsync(spec.Id, before + 1);
        }

        Assert.Equal(0, Count(other.Id));
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task Commands_and_health_checks_inside_a_container_are_no_hints()
    {
        var quiet = await _world.SpecAsync("services: { web: { image: busybox, command: sleep 1000, healthcheck: { test: 'true', interval: 1s } } }");
        var marker = await _world.SpecAsync(Model);
        await _world.UpAsync(quiet);
        await _world.UpAsync(marker);
        using var observed = _world.Observe();
        await Wait.UntilAsync(async () => (await observed.AllAsync(quiet, marker)).Objects[quiet.Id].Containers[0].Health == "healthy", World.Patience, "a healthy container");
        using var stop = new CancellationTokenSource();
        var listening = observed.ListenAsync(_hints, stop.Token);
        await HeardAsync(null, 1);
        for (var i = 0; i < 3; i++)
        {
            await _engine.DockerAsync("exec", $"{quiet.Project}-web-1", "true");
        }

        // Events come in order: what comes after them has passed them.
        await _engine.DockerAsync("kill", $"{marker.Project}-web-1");
        await HeardAsync(marker.Id, 1);
        Assert.Equal(0, Count(quiet.Id));
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task A_removed_volume_is_missed_by_the_next_look_though_lists_are_kept()
    {
        var spec = await _world.SpecAsync(Model);
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        using var stop = new CancellationTokenSource();
        var listening = observed.ListenAsync(_hints, stop.Token);
        await HeardAsync(null, 1);
        Assert.Contains($"{spec.Project}_data", (await observed.AllAsync(spec)).Objects[spec.Id].Volumes.Keys);
        await _engine.DockerAsync("rm", "-f", $"{spec.Project}-web-1");
        await _engine.DockerAsync("volume", "rm", $"{spec.Project}_data");
        await HeardAsync(spec.Id, 1);
        await Wait.UntilAsync(async () => !(await observed.AllAsync(spec)).Objects[spec.Id].Volumes.ContainsKey($"{spec.Project}_data"), World.Patience, "a look without the volume");
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task Updated_limits_are_seen_by_the_look_at_everything_that_follows_the_event()
    {
        var spec = await _world.SpecAsync(Model);
        await _world.UpAsync(spec);
        using var observed = _world.Observe();
        using var stop = new CancellationTokenSource();
        var listening = observed.ListenAsync(_hints, stop.Token);
        await HeardAsync(null, 1);
        await Wait.UntilAsync(async () => (await observed.SweptAsync(spec, "web")).Inspection is not null, World.Patience, "a first inspection");
        await _engine.DockerAsync("update", "--memory", "32m", "--memory-swap", "32m", $"{spec.Project}-web-1");
        await HeardAsync(spec.Id, 1);
        Assert.Equal(32L << 20, (await observed.SweptAsync(spec, "web")).Inspection!.Settings.Memory);
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task Hints_end_with_the_engine_and_begin_anew_with_it()
    {
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        using var world = new LiveWorld(engine);
        using var observed = world.Observe();
        var listening = observed.ListenAsync(_hints, default);
        await HeardAsync(null, 1);
        await engine.KillAsync();
        await listening.WaitAsync(World.Patience);
        Assert.Equal(Completeness.Unknown, (await observed.AllAsync()).Completeness);

        await engine.StartAsync();
        using var stop = new CancellationTokenSource();
        listening = observed.ListenAsync(_hints, stop.Token);
        await HeardAsync(null, 2);
        Assert.Equal(Completeness.Complete, (await observed.AllAsync()).Completeness);
        await stop.CancelAsync();
        await listening;
    }
}
