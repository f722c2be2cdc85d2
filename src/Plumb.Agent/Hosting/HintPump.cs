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
            var (began, heard) = (time.GetTimestamp(), false);
            try
            {
                await foreach (var id in hints(cancellation).WithCancellation(cancellation))
                {
                    heard = true;
                    pass(id);
                }
            }
            catch (Exception broken) when (broken is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                LogBroken(log, broken);
            }

            // One that breaks off as soon as it is there is as good as away.
            if (heard && time.GetElapsedTime(began) >= Longest)
                pause = First;
            await Task.Delay(pause, time, cancellation);
            pause = pause * 2 < Longest ? pause * 2 : Longest;

            // While nothing is heard a sweep more would see no more than the sweeps that come anyway.
            if (heard)
                pass(null);
        }
    }

    [LoggerMessage(EventId = 3331, EventName = "hints.broken", Level = LogLevel.Information,
        Message = "The world's own events broke off; sweeps find what they would have told. Listening again")]
    private static partial void LogBroken(ILogger log, Exception broken);
}
