using Microsoft.Extensions.Logging;
using Plumb.Kernel;

namespace Plumb.Agent.Hosting;

/// <summary>Passes hints on for ever. Where they come from may break off: then anything may have changed, and it is asked again.</summary>
internal sealed partial class HintPump(Func<CancellationToken, IAsyncEnumerable<ObjectId?>> hints, Action<ObjectId?> pass, TimeProvider time, ILogger<HintPump> log)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = First;
        while (true)
        {
            try
            {
                await foreach (var id in hints(cancellation).WithCancellation(cancellation))
                {
                    pause = First;
                    pass(id);
                }
            }
            catch (Exception broken) when (broken is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                LogBroken(log, broken);
            }

            await Task.Delay(pause, time, cancellation);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
            pass(null);
        }
    }

    [LoggerMessage(EventId = 3331, EventName = "hints.broken", Level = LogLevel.Information,
        Message = "The world's own events broke off; sweeps find what they would have told. Listening again")]
    private static partial void LogBroken(ILogger log, Exception broken);
}
