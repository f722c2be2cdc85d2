using Microsoft.Extensions.Logging;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Hosting;

/// <summary>Looks, within a deadline. Whatever goes wrong in a look is "unknown", never "absent".</summary>
internal sealed partial class LookRunner<TSpec, TSeen>(IObserver<TSpec, TSeen> observer, TimeSpan deadline, TimeProvider time, ILogger log) : IDisposable
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly CancellationTokenSource end = new();

    /// <summary>The agent ends: looks are cancelled and need no answer.</summary>
    public bool Ended => end.IsCancellationRequested;

    public void End() => end.Cancel();

    /// <exception cref="OperationCanceledException">The agent ends.</exception>
    public Task<WorldLook<TSeen>> AtAllAsync(IReadOnlyDictionary<ObjectId, TSpec> desired) =>
        LookAsync(stop => observer.LookAtAllAsync(desired, stop), WorldLook<TSeen>.Unknown);

    /// <exception cref="OperationCanceledException">The agent ends.</exception>
    public Task<Look<TSeen>> AtAsync(ObjectId id, TSpec? spec) =>
        LookAsync(stop => observer.LookAtAsync(id, spec, stop), Look<TSeen>.Unknown);

    public void Dispose() => end.Dispose();

    private async Task<TLook> LookAsync<TLook>(Func<CancellationToken, ValueTask<TLook>> look, Func<string, TLook> unknown)
    {
        using var limit = new CancellationTokenSource(deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, end.Token);
        try
        {
            return await look(stop.Token);
        }
        catch (OperationCanceledException) when (!Ended)
        {
            return unknown($"the look did not end within {deadline.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFault(log, fault);
            return unknown($"the look failed: {fault.Message}");
        }
    }

    [LoggerMessage(EventId = 3311, EventName = "look.fault", Level = LogLevel.Error,
        Message = "A look failed in a way that its driver does not know: nothing is done until a look succeeds")]
    private static partial void LogFault(ILogger log, Exception fault);
}
