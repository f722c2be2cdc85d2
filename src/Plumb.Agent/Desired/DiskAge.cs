using Microsoft.Extensions.Logging;
using Plumb.Compose.Observe;

namespace Plumb.Agent.Desired;

/// <summary>
/// Whether what is cached is older than what runs. A cache that names no object as new as one that a container was made from is an older copy of the
/// disk: doing what it says would redo what is over. The control plane's word alone helps then.
/// </summary>
internal sealed partial class DiskAge(
    TargetIntake intake, Func<CancellationToken, ValueTask<HighestSequence>> highest, TimeSpan interval, TimeProvider time, ILogger<DiskAge> log)
{
    /// <summary>Ends when what is cached may be acted on, or the control plane has said what counts.</summary>
    /// <param name="told">Ends when it has.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task TrustedAsync(Task told, CancellationToken cancellation)
    {
        var isSaid = false;
        while (!told.IsCompleted && intake.Highest is { } known)
        {
            var there = await highest(cancellation);
            if (there.Unknown is null && there.Sequence <= known)
                return;
            if (there.Unknown is null && !isSaid)
            {
                LogOutdated(log, there.Sequence, known);
                isSaid = true;
            }

            await Task.WhenAny(told, Task.Delay(interval, time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The control plane's word counts, whatever runs: after a cache that was lost, containers may be newer than all that it names.</summary>
    public async Task LearnAsync(CancellationToken cancellation)
    {
        if (await highest(cancellation) is { Unknown: null, Sequence: var sequence })
            intake.Saw(sequence);
    }

    [LoggerMessage(EventId = 3441, EventName = "desired.outdated", Level = LogLevel.Error,
        Message = "Containers were made from deployment object {There}, and the newest that this agent's disk knows is {Known}: the disk is an older copy. Nothing is done before the control plane answers; see that it can be reached")]
    private static partial void LogOutdated(ILogger log, long there, long known);
}
