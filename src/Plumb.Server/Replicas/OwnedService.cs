using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumb.Server.Storage;

namespace Plumb.Server.Replicas;

/// <summary>Background work that runs in one control plane at a time, and moves to another when that one is lost.</summary>
internal abstract partial class OwnedService(IOwnership ownership, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(2);

    protected TimeProvider Time { get; } = time;

    /// <summary>What it is called among all control planes.</summary>
    protected abstract string Work { get; }

    /// <summary>Does the work until it is cancelled: then another may have begun it. Who returns before has no more to do in this term.</summary>
    protected abstract Task OwnAsync(CancellationToken cancellation);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var term = await ownership.TakeAsync(Work, stoppingToken);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, term.Lost);
            try
            {
                await OwnAsync(either.Token);

                // Nothing is left to do, such as without a channel of notices. Begun anew at once, it would never rest.
                await new TaskCompletionSource().Task.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
            {
                // Lost; it is taken again when it is free.
            }
            catch (Exception e) when (e is StoreException or DbException)
            {
                // The store is away. A failure that left here would end the whole control plane.
                LogTrouble(Work, e.Message);
                await Task.Delay(AfterTrouble, Time, stoppingToken);
            }
        }
    }

    [LoggerMessage(EventId = 2705, EventName = "replica.trouble", Level = LogLevel.Warning, Message = "{Work} could not go on, and is begun anew: {Why}")]
    private partial void LogTrouble(string work, string why);
}
