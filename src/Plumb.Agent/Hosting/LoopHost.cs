using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Platform.Failpoints;

namespace Plumb.Agent.Hosting;

/// <summary>
/// Runs one loop: events in through one queue with one reader, commands out in order. Looks and steps run beside the
/// reader and come back as events, so a running apply never stops looking.
/// </summary>
internal sealed partial class LoopHost<TSpec, TSeen> : IAsyncDisposable
    where TSpec : class, ISpec
    where TSeen : class
{
    // After the grace, for looks that confirm what the last steps did.
    private static readonly TimeSpan LastLooks = TimeSpan.FromSeconds(5);

    private readonly Channel<LoopEvent<TSpec, TSeen>> queue = Channel.CreateUnbounded<LoopEvent<TSpec, TSeen>>(new() { SingleReader = true });
    private readonly Queue<LoopEvent<TSpec, TSeen>> first = new();
    private readonly ReconcileLoop<TSpec, TSeen> loop;
    private readonly DurableMemory memory;
    private readonly ILoopListener<TSpec, TSeen> listener;
    private readonly LoopHostOptions options;
    private readonly LookRunner<TSpec, TSeen> looks;
    private readonly StepRunner<TSpec> steps;
    private readonly SpecBook<TSpec> specs = new();
    private readonly Running running = new();
    private readonly WakeTimer wake;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Lock ending = new();
    private readonly OpenRuns runs = new();
    private volatile bool stopping;

    public LoopHost(
        DriverParts<TSpec, TSeen> driver,
        ILoopMemory memory,
        ILoopListener<TSpec, TSeen> listener,
        LoopHostOptions options,
        Randomness randomness,
        Failpoints failpoints,
        TimeProvider time,
        ILogger log)
    {
        this.listener = listener;
        this.options = options;
        this.time = time;
        this.log = log;
        this.memory = new DurableMemory(memory, failpoints, log);
        looks = new LookRunner<TSpec, TSeen>(driver.Observer, options.LookDeadline, time, log);
        steps = new StepRunner<TSpec>(driver.Executor, failpoints, time, log);
        wake = new WakeTimer(time, () => Post(new LoopEvent<TSpec, TSeen>.Ticked()));
        loop = new ReconcileLoop<TSpec, TSeen>(
            driver.Planner, options.Loop, memory.Objects(), memory.Worlds(), randomness.Next, () => Guid.CreateVersion7(time.GetUtcNow()).ToString());
    }

    /// <summary>Queues an event. Any thread; after the end it is dropped.</summary>
    public void Post(LoopEvent<TSpec, TSeen> happened) => queue.Writer.TryWrite(happened);

    /// <summary>Stops the steps that run now: a newer process took over.</summary>
    public void CancelSteps() => steps.CancelAll();

    /// <summary>Runs until asked to end: then no new step starts, running ones get the grace, and what they did is recorded.</summary>
    /// <exception cref="Exception">A fault of the loop or its host. It was logged; the process must end and start anew.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var end = EndAsync(stop);
        try
        {
            await foreach (var happened in queue.Reader.ReadAllAsync(CancellationToken.None))
            {
                Handle(happened);
                while (first.TryDequeue(out var next))
                    Handle(next);
            }
        }
        catch (Exception fault)
        {
            // Crash-only: a loop that may have lost an event is not to be trusted with a world.
            LogFault(log, fault);
            stopping = true;
            steps.CancelAll();
            queue.Writer.TryComplete();
            throw;
        }

        await end;
    }

    public async ValueTask DisposeAsync()
    {
        await wake.DisposeAsync();
        steps.Dispose();
        looks.Dispose();
    }

    private void Handle(LoopEvent<TSpec, TSeen> happened)
    {
        var now = time.GetUtcNow();
        specs.Note(happened);
        listener.Happened(now, happened);
        List<LoopCommand<TSpec>> commands = [];
        loop.Handle(now, happened, commands);
        foreach (var command in commands)
        {
            listener.Ordered(now, command);
            CarryOut(command);
        }

        listener.Settled(now);
        if (stopping)
            runs.Ending();
    }

    private void CarryOut(LoopCommand<TSpec> command)
    {
        switch (command)
        {
            case LoopCommand<TSpec>.LookAtAll all:
                var desired = specs.Snapshot();
                Start(confirms: false, async () => new LoopEvent<TSpec, TSeen>.WorldSeen(all.Sweep, await looks.AtAllAsync(desired)));
                break;
            case LoopCommand<TSpec>.LookAt one:
                Start(confirms: runs.Contains(one.Id), async () => new LoopEvent<TSpec, TSeen>.ObjectSeen(one.Id, one.Run, await looks.AtAsync(one.Id, one.Spec)));
                break;
            case LoopCommand<TSpec>.Execute step:
                Execute(step);
                break;
            case LoopCommand<TSpec>.Wake at:
                wake.Set(at.At);
                break;
            case LoopCommand<TSpec>.RememberObject kept:
                memory.Remember(kept.Memory);
                break;
            case LoopCommand<TSpec>.RememberWorld kept:
                memory.Remember(kept.Memory);
                break;
            case LoopCommand<TSpec>.Forget gone:
                memory.Forget(gone.Id);
                break;
            case LoopCommand<TSpec>.Record recorded:
                runs.Ended(recorded.Decision.Object);
                break;
            case LoopCommand<TSpec>.Report or LoopCommand<TSpec>.Tell or LoopCommand<TSpec>.WorldReachable:
                // The listener has them.
                break;
            default:
                throw new NotSupportedException($"The loop ordered a {command.GetType().Name}, which this host does not know.");
        }
    }

    private void Execute(LoopCommand<TSpec>.Execute step)
    {
        var why = stopping ? "the agent ends" : options.Fence();
        if (why is not null)
        {
            Refuse(step, why);
            return;
        }

        runs.Began(step.Id);
        var started = Start(confirms: false, async () =>
        {
            var (outcome, took) = await steps.RunAsync(step);
            return new LoopEvent<TSpec, TSeen>.StepEnded(step.Id, step.Run, outcome, took);
        });
        if (!started)
            Refuse(step, "the agent ends");
    }

    private void Refuse(LoopCommand<TSpec>.Execute step, string why)
    {
        var refused = new StepOutcome.Cancelled($"not started: {why}", ByDeadline: false);
        first.Enqueue(new LoopEvent<TSpec, TSeen>.StepEnded(step.Id, step.Run, refused, TimeSpan.Zero));
    }

    /// <summary>False when the agent ends: nothing begins any more but the looks that confirm what steps did.</summary>
    private bool Start(bool confirms, Func<Task<LoopEvent<TSpec, TSeen>>> work)
    {
        lock (ending)
        {
            if (stopping && !confirms)
                return false;
            running.Add(RunAsync(work));
            return true;
        }
    }

    private Task RunAsync(Func<Task<LoopEvent<TSpec, TSeen>>> work) => Task.Run(async () =>
        {
            try
            {
                Post(await work());
            }
            catch (Exception fault)
            {
                // A look that the agent's end cut off needs no answer; anything else is a fault of the host.
                if (fault is not OperationCanceledException || !looks.Ended)
                    queue.Writer.TryComplete(fault);
            }
        });

    private async Task EndAsync(CancellationToken stop)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(asked.SetResult);
        await Task.WhenAny(asked.Task, queue.Reader.Completion);
        lock (ending)
            stopping = true;
        steps.CancelAllAfter(options.Grace);
        Post(new LoopEvent<TSpec, TSeen>.Ticked());
        await Task.WhenAny(runs.AllEnded, Task.Delay(options.Grace + LastLooks, time, CancellationToken.None));
        looks.End();
        await running.WhenNoneAsync();
        queue.Writer.TryComplete();
    }

    [LoggerMessage(EventId = 3301, EventName = "loop.fault", Level = LogLevel.Critical,
        Message = "The loop failed: this is a fault in Plumb. The process ends, and goes on where it was when it is started again")]
    private static partial void LogFault(ILogger log, Exception fault);
}
