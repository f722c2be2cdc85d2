using Microsoft.Extensions.Logging;
using Plumb.Agent.Identity;
using Plumb.Agent.State;
using Plumb.Compose;
using Plumb.Platform.Processes;

namespace Plumb.Agent;

/// <summary>One agent: follows its target state, keeps it true, and reports.</summary>
public sealed partial class AgentHost : IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly AgentParts parts;
    private readonly IReadOnlyList<IDisposable> owned;
    private readonly TimeProvider time;
    private readonly ILogger log;

    private AgentHost(AgentParts parts, IReadOnlyList<IDisposable> owned, AgentServices services)
    {
        this.parts = parts;
        this.owned = owned;
        time = services.Time;
        log = services.Logs.CreateLogger<AgentHost>();
    }

    /// <summary>Whose containers are this agent's.</summary>
    public string Instance => parts.Instance;

    /// <summary>Why this process may not work: a newer one does. Null when it may.</summary>
    public string? FencedBy => parts.Session.FencedBy;

    /// <summary>Sets an agent up, takes the locks and finds Compose; nothing runs yet. Neither engine nor control plane has to be there.</summary>
    /// <exception cref="AgentStartException">Another agent works here, the instance is no name, the engine no address, or there is no Compose that works.</exception>
    /// <exception cref="IOException">The data directory cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The data directory, or that of the host's locks, cannot be written.</exception>
    public static Task<AgentHost> CreateAsync(AgentOptions options, AgentServices services, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        return CreateAsync(options, services, async instance =>
        {
            var own = services.Processes is null ? new ProcessRunner(services.Mask, services.Time) : null;
            try
            {
                var compose = await ComposeDriver.CreateAsync(
                    options.DriverFor(instance), services.Processes ?? own!, services.Time, services.Mask, services.Failpoints, cancellation);
                return (StackDriver.Of(compose), own is null ? [compose] : [compose, own]);
            }
            catch (ComposeDriverException error)
            {
                own?.Dispose();
                throw new AgentStartException(error.Message, error);
            }
        });
    }

    /// <summary>The same with a driver of its own.</summary>
    internal static async Task<AgentHost> CreateAsync(
        AgentOptions options, AgentServices services, Func<string, Task<(StackDriver Driver, IReadOnlyList<IDisposable> Owned)>> driver)
    {
        var paths = new AgentPaths(options.Data);
        PrivateDirectory.Ensure(paths.State);
        var usedBefore = File.Exists(paths.Lock);
        var instance = InstanceIdentity.Resolve(options.Instance, options.Data, options.MachineIdFile);
        var taken = AgentLock.Take(paths.Lock, options.HostLocks, options.Engine, instance);
        try
        {
            services.Mask.Add(options.Token);
            var (made, owned) = await driver(instance);
            return new AgentHost(new AgentParts(options, services, made, paths, new AgentIdentity(instance, usedBefore)), [.. owned, taken], services);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Makes this process the one that works, after a newer one took over.</summary>
    public void Resume() => parts.Session.Resume();

    /// <summary>Runs until asked to end: running steps then get the grace, and what is known is told if the control plane answers.</summary>
    /// <exception cref="Exception">A fault in Plumb, logged; the process should end and be started again.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        LogStarted(log, parts.Instance);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var ended = new CancellationTokenSource();
        var loop = parts.Loop.RunAsync(ending.Token);
        Task[] beside = [.. parts.Beside(ended.Token)];
        var first = await Task.WhenAny([loop, .. beside]);
        if (first != loop && first.IsFaulted)
            LogFault(log, first.Exception);
        await ending.CancelAsync();
        await Task.WhenAny(loop);
        await ended.CancelAsync();
        await Task.WhenAny(Task.WhenAll(beside));
        await LastReportAsync();
        LogEnded(log, parts.Instance);
        await loop;
        if (first.IsFaulted)
            await first;
    }

    public async ValueTask DisposeAsync()
    {
        await parts.DisposeAsync();
        foreach (var one in owned)
            one.Dispose();
    }

    private async Task LastReportAsync()
    {
        using var limit = new CancellationTokenSource(LastWords, time);
        try
        {
            await parts.Sender.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogUnsent(log, parts.Outbox.Count);
        }
    }

    [LoggerMessage(EventId = 3021, EventName = "agent.started", Level = LogLevel.Information, Message = "Agent started as instance {Instance}")]
    private static partial void LogStarted(ILogger log, string instance);

    [LoggerMessage(EventId = 3022, EventName = "agent.ended", Level = LogLevel.Information, Message = "Agent of instance {Instance} ended")]
    private static partial void LogEnded(ILogger log, string instance);

    [LoggerMessage(EventId = 3023, EventName = "agent.fault", Level = LogLevel.Critical,
        Message = "A part of the agent failed: this is a fault in Plumb. The process ends, and goes on where it was when it is started again")]
    private static partial void LogFault(ILogger log, Exception? fault);

    [LoggerMessage(EventId = 3024, EventName = "agent.unsent", Level = LogLevel.Information,
        Message = "{Count} reports could not be sent at the end; events among them are kept on disk")]
    private static partial void LogUnsent(ILogger log, int count);
}
