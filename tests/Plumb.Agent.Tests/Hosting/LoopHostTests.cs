using Plumb.Agent.Tests.Fixtures;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Tests.Hosting;

public sealed class LoopHostTests
{
    private readonly World world = new();

    [Fact]
    public async Task A_failure_is_durable_before_the_next_step_runs()
    {
        await using var bench = new HostBench(world);
        var stepsWhenKept = new List<int>();
        bench.OnRemember = _ => stepsWhenKept.Add(world.Steps.Count);
        world.BeforeStep = (_, _, _) => Task.FromResult<StepOutcome?>(new StepOutcome.Failed("no"));
        await bench.DesireAsync("web", "app");
        bench.Start();

        await bench.SeesAsync(() => world.Steps.Count >= 2, "a second try");

        Assert.Equal(1, stepsWhenKept[0]);
        Assert.Equal("no", bench.Remembered.First().Failures[0].Error);
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_does_not_stop_healing_and_is_written_as_soon_as_it_can()
    {
        await using var bench = new HostBench(world);
        var full = true;
        bench.OnRemember = _ =>
        {
            if (full)
                throw new IOException("No space left on device");
        };
        var fails = true;
        world.BeforeStep = (_, _, _) => Task.FromResult<StepOutcome?>(fails ? new StepOutcome.Failed("no") : null);
        await bench.DesireAsync("web", "app");
        bench.Start();
        await bench.SeesAsync(() => bench.Log.Named("memory.unwritten").Any(), "the trouble is said");

        (fails, full) = (false, false);
        await bench.SeesAsync(() => world.Of("web").Count == 1, "healed");

        await bench.SeesAsync(() => bench.Log.Named("memory.written").Any() || !bench.Remembered.IsEmpty, "written");
        Assert.Single(bench.Log.Named("memory.unwritten"));
    }

    [Fact]
    public async Task A_fault_in_a_handler_is_recorded_and_ends_the_host()
    {
        await using var bench = new HostBench(world);
        bench.OnEvent = happened =>
        {
            if (happened is Event.Hinted)
                throw new InvalidOperationException("a fault in Plumb");
        };
        bench.Start();

        bench.Host.Post(new Event.Hinted(Id: null));

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("a fault in Plumb", fault.Message);
        Assert.Contains("a fault in Plumb", Assert.Single(bench.Log.Named("loop.fault")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_that_does_not_end_is_unknown_after_its_deadline_and_a_driver_s_fault_is_unknown_too()
    {
        var observer = new StuckObserver();
        var driver = new WorldDriver(world).Driver.Parts with { Observer = observer };
        await using var bench = new HostBench(world, o => o with { LookDeadline = TimeSpan.FromMilliseconds(100) }, driver);
        bench.Start();

        await bench.SeesAsync(() => Looks().Count() >= 2, "two looks");

        Assert.All(Looks(), look => Assert.Equal(Completeness.Unknown, look.Completeness));
        Assert.Contains("did not end", Looks().First().Why, StringComparison.Ordinal);
        Assert.Contains("a fault of the driver", Looks().ElementAt(1).Why, StringComparison.Ordinal);

        IEnumerable<WorldLook<StackSeen>> Looks() => bench.Events.OfType<Event.WorldSeen>().Select(e => e.Look);
    }

    [Fact]
    public async Task Nothing_runs_any_more_when_the_host_has_ended()
    {
        var bench = new HostBench(world);
        await bench.DesireAsync("web", "app");
        bench.Start();
        await bench.SeesAsync(() => world.Of("web").Count == 1, "up");
        await bench.DisposeAsync();
        var (steps, sweeps) = (world.Steps.Count, world.Sweeps);
        world.Remove("web", "app");

        bench.Host.Post(new Event.Asked(new ObjectId("id-web"), Ask.Sync));

        Assert.True(bench.Run.IsCompletedSuccessfully);
        Assert.Equal((steps, sweeps), (world.Steps.Count, world.Sweeps));
    }

    private sealed class StuckObserver : IObserver<ComposeSpec, StackSeen>
    {
        private int looks;

        public async ValueTask<WorldLook<StackSeen>> LookAtAllAsync(IReadOnlyDictionary<ObjectId, ComposeSpec> desired, CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref looks) > 1)
                throw new InvalidOperationException("a fault of the driver");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return WorldLook<StackSeen>.Unknown("never");
        }

        public ValueTask<Look<StackSeen>> LookAtAsync(ObjectId id, ComposeSpec? desired, CancellationToken cancellation) => new(Look<StackSeen>.Unknown("never"));
    }
}
