using Microsoft.Extensions.Logging;
using Plumb.Contracts.Json;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Platform.Failpoints;

namespace Plumb.Agent.Hosting;

/// <summary>Executes steps, each within its deadline. Every end of a step is an outcome.</summary>
internal sealed partial class StepRunner<TSpec>(IExecutor<TSpec> executor, Failpoints failpoints, TimeProvider time, ILogger log) : IDisposable
    where TSpec : class, ISpec
{
    private readonly Lock gate = new();
    private CancellationTokenSource all = new();
    private CancellationTokenSource? grace;
    private bool isDisposed;

    /// <summary>Stops what runs now; a later step may run again.</summary>
    public void CancelAll()
    {
        CancellationTokenSource cancelled;
        lock (gate)
        {
            // The grace may ring while the host goes.
            if (isDisposed)
                return;
            cancelled = all;
            all = new CancellationTokenSource();
        }

        cancelled.Cancel();
    }

    /// <summary>Lets what runs go on this long.</summary>
    public void CancelAllAfter(TimeSpan after)
    {
        grace = new CancellationTokenSource(after, time);
        grace.Token.Register(CancelAll);
    }

    public async Task<(StepOutcome Outcome, TimeSpan Took)> RunAsync(LoopCommand<TSpec>.Execute command)
    {
        var started = time.GetTimestamp();
        failpoints.Reach(AgentFailpoints.StepBefore);
        var outcome = await ExecuteAsync(command);
        failpoints.Reach(AgentFailpoints.StepAfter);
        return (outcome, time.GetElapsedTime(started));
    }

    public void Dispose()
    {
        lock (gate)
            isDisposed = true;
        grace?.Dispose();
        all.Dispose();
    }

    private async Task<StepOutcome> ExecuteAsync(LoopCommand<TSpec>.Execute command)
    {
        CancellationToken cancelled;
        lock (gate)
            cancelled = all.Token;
        var deadline = command.Step.Deadline;
        using var limit = new CancellationTokenSource(deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancelled);
        try
        {
            var outcome = await executor.ExecuteAsync(command.Id, command.Spec, command.Step, stop.Token);
            // Only this place knows whose cancellation it was.
            return outcome is StepOutcome.Cancelled ended ? ended with { ByDeadline = ByDeadline() } : outcome;
        }
        catch (OperationCanceledException)
        {
            return ByDeadline()
                ? new StepOutcome.Cancelled($"'{command.Step.Action}' did not end within its deadline of {Duration.Format(deadline)} and was stopped", ByDeadline: true)
                : new StepOutcome.Cancelled($"'{command.Step.Action}' was stopped: the agent ends, or a newer one took over", ByDeadline: false);
        }
        catch (Exception fault)
        {
            LogFault(log, fault, command.Step.Action, command.Id.Value);
            return new StepOutcome.Failed($"'{command.Step.Action}' failed: {fault.Message}");
        }

        bool ByDeadline() => limit.IsCancellationRequested && !cancelled.IsCancellationRequested;
    }

    [LoggerMessage(EventId = 3312, EventName = "step.fault", Level = LogLevel.Error,
        Message = "Step {Action} of {Object} failed in a way that its driver does not know; it counts as a failure")]
    private static partial void LogFault(ILogger log, Exception fault, string action, string Object);
}
