using Microsoft.Extensions.Logging;
using Plumb.Platform.Failpoints;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>An agent that runs, and what belongs to it. Stopping it leaves its data directory.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();

    private RunningAgent(AgentHost host, WorldDriver driver, LogBook log)
    {
        (Host, Driver, Log) = (host, driver, log);
        Run = Task.Run(() => host.RunAsync(stop.Token));
    }

    public AgentHost Host { get; }

    public WorldDriver Driver { get; }

    public LogBook Log { get; }

    public Task Run { get; }

    public static RunningAgent Start(Uri server, string data, World world, Func<AgentOptions, AgentOptions>? with = null, TimeProvider? time = null)
    {
        var options = new AgentOptions
        {
            Server = server,
            Token = ControlPlane.Token,
            Name = ControlPlane.Agent,
            Data = data,
            Instance = "test",
            Interval = TimeSpan.FromSeconds(1),
            HostLocks = null,
            Grace = TimeSpan.FromSeconds(1),
        };
        var log = new LogBook();
        var driver = new WorldDriver(world);
        var logs = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        var services = new AgentServices { Logs = logs, Failpoints = Failpoints.None, Time = time ?? TimeProvider.System };
        // A driver that is there at once makes the creation complete at once.
        var created = AgentHost.CreateAsync(with?.Invoke(options) ?? options, services, _ => Task.FromResult((driver.Driver, (IReadOnlyList<IDisposable>)[])));
        return new RunningAgent(created.GetAwaiter().GetResult(), driver, log);
    }

    /// <summary>Fails with what the agent logged when it is not seen, or when the agent ended.</summary>
    public Task SeesAsync(Func<bool> condition, string what) => Wait.UntilAsync(
        () => !Run.IsFaulted && condition(), TimeSpan.FromSeconds(30), () => $"{what}; the agent {Run.Status} {Run.Exception}\n{Log}");

    /// <summary>Asks the agent to end and waits until it did.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Run;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAny(Run);
        await Host.DisposeAsync();
        stop.Dispose();
    }
}
