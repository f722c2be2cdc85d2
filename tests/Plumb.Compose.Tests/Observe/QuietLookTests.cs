namespace Plumb.Compose.Tests.Observe;

/// <summary>What a look at everything costs when nothing changed: counted on the engine's socket.</summary>
public sealed class QuietLookTests(SharedEngine shared) : IClassFixture<SharedEngine>, IDisposable
{
    private const string Model = """
        services:
          web: { image: busybox, command: sleep 1000, networks: [a, b] }
          job: { image: busybox, command: "true" }
        networks: { a: {}, b: {} }
        volumes: { data: {} }
        """;

    private readonly RealEngine _engine = shared.Engine;
    private readonly LiveWorld _world = new(shared.Engine);

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_call_and_no_process_with_events_and_without(bool hints)
    {
        var spec = await _world.SpecAsync(Model);
        await _world.UpAsync(spec);
        await _engine.DockerAsync("wait", $"{spec.Project}-job-1");
        using var proxy = new CountingProxy(_world.Directory, _engine);
        using var observed = _world.Observe(proxy.Host);
        using var stop = new CancellationTokenSource();
        var heard = new List<Kernel.ObjectId?>();
        var listening = hints ? observed.ListenAsync(heard, stop.Token) : Task.CompletedTask;
        if (hints)
        {
            await Wait.UntilAsync(() => heard.Contains(null), World.Patience, "the first hint");
        }

        await observed.AllAsync(spec);
        await observed.AllAsync(spec);
        await Wait.UntilAsync(async () => (await observed.AllAsync(spec)).Objects[spec.Id].Containers.All(c => c.Inspection is not null), World.Patience, "first inspections");
        proxy.Take();
        for (var i = 0; i < 10; i++)
        {
            await observed.AllAsync(spec);
        }

        // The engine is shared: what other tests make on it is inspected, too.
        var own = (await _engine.DockerAsync("ps", "-aq", "--no-trunc", "--filter", $"label=com.docker.compose.project={spec.Project}")).Split('\n');
        var calls = proxy.Take().Where(call => !call.EndsWith("/json", StringComparison.Ordinal) || call.EndsWith("/containers/json", StringComparison.Ordinal) || own.Any(id => call.Contains(id, StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Repeat("GET /v1.41/containers/json", 10), calls);
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task Without_events_networks_and_volumes_are_listed_when_a_container_is_missing()
    {
        var spec = await _world.SpecAsync(Model);
        await _world.UpAsync(spec);
        await _engine.DockerAsync("wait", $"{spec.Project}-job-1");
        using var observed = _world.Observe();
        Assert.Contains($"{spec.Project}_b", (await observed.AllAsync(spec)).Objects[spec.Id].Networks.Keys);
        await _engine.DockerAsync("rm", "-f", $"{spec.Project}-web-1");
        await _engine.DockerAsync("network", "rm", $"{spec.Project}_b");
        Assert.DoesNotContain($"{spec.Project}_b", (await observed.AllAsync(spec)).Objects[spec.Id].Networks.Keys);
    }

    [Fact]
    public async Task A_container_to_which_nothing_happened_is_the_same_object()
    {
        var spec = await _world.SpecAsync(Model);
        await _world.UpAsync(spec, "web");
        using var observed = _world.Observe();
        await Wait.UntilAsync(async () => (await observed.SweptAsync(spec, "web")).Inspection is not null, World.Patience, "a first inspection");
        Assert.Same(await observed.SweptAsync(spec, "web"), await observed.SweptAsync(spec, "web"));
    }
}
