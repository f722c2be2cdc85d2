using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Plumb.Agent.Hosting;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Platform.Failpoints;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>A loop host with the real loop and a memory and listener of the test's.</summary>
internal sealed class HostBench : ILoopMemory, ILoopListener<ComposeSpec, StackSeen>, IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ILoggerFactory logs;

    public HostBench(World world, Func<LoopHostOptions, LoopHostOptions>? with = null, DriverParts<ComposeSpec, StackSeen>? parts = null)
    {
        Driver = new WorldDriver(world);
        logs = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        var options = new LoopHostOptions { Loop = new LoopOptions { Interval = TimeSpan.FromMilliseconds(200) }, Grace = TimeSpan.FromMilliseconds(200) };
        Host = new LoopHost<ComposeSpec, StackSeen>(
            parts ?? Driver.Driver.Parts, this, this, with?.Invoke(options) ?? options, new Randomness(1), Failpoints.None, TimeProvider.System,
            logs.CreateLogger("loop"));
        Run = Task.Run(() => Host.RunAsync(stop.Token));
    }

    public WorldDriver Driver { get; }

    public LoopHost<ComposeSpec, StackSeen> Host { get; }

    public LogBook Log { get; } = new();

    public Task Run { get; }

    public ConcurrentQueue<LoopEvent<ComposeSpec, StackSeen>> Events { get; } = new();

    public ConcurrentQueue<LoopCommand<ComposeSpec>> Commands { get; } = new();

    public ConcurrentQueue<ObjectMemory> Remembered { get; } = new();

    /// <summary>Runs in the place where a fact becomes durable.</summary>
    public Action<ObjectMemory> OnRemember { get; set; } = static _ => { };

    /// <summary>Runs before the loop handles an event.</summary>
    public Action<LoopEvent<ComposeSpec, StackSeen>> OnEvent { get; set; } = static _ => { };

    public async Task DesireAsync(string name, params string[] services)
    {
        var content = Stacks.Content(services);
        var prepared = await Driver.PrepareAsync(Stacks.Target(name, content), content, new Ownership("test", Stacks.Scope, name), CancellationToken.None);
        Host.Post(new LoopEvent<ComposeSpec, StackSeen>.SpecSet(((Plumb.Compose.Preparation.Ready)prepared).Spec));
    }

    public void Start()
    {
        Host.Post(new LoopEvent<ComposeSpec, StackSeen>.DesiredCompleteness(Complete: true));
        Host.Post(new LoopEvent<ComposeSpec, StackSeen>.Started());
    }

    public Task SeesAsync(Func<bool> condition, string what) => Wait.UntilAsync(
        condition, TimeSpan.FromSeconds(30), () => $"{what}; {Run.Status} {Run.Exception}\n{string.Join('\n', Events.TakeLast(10))}\n{Log}");

    public IReadOnlyList<ObjectMemory> Objects() => [];

    public IReadOnlyList<WorldMemory> Worlds() => [];

    public void Remember(ObjectMemory memory)
    {
        OnRemember(memory);
        Remembered.Enqueue(memory);
    }

    public void Remember(WorldMemory memory)
    {
    }

    public void Forget(ObjectId id)
    {
    }

    public void Happened(DateTimeOffset now, LoopEvent<ComposeSpec, StackSeen> happened)
    {
        Events.Enqueue(happened);
        OnEvent(happened);
    }

    public void Ordered(DateTimeOffset now, LoopCommand<ComposeSpec> command) => Commands.Enqueue(command);

    public void Settled(DateTimeOffset now)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAny(Run);
        await Host.DisposeAsync();
        logs.Dispose();
        stop.Dispose();
    }
}
