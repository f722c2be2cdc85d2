using System.Text;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Processes;

/// <summary>Starts processes and sees them to their end.</summary>
/// <remarks>Keep one for the whole life of the program: disposing it kills every process that it started.</remarks>
public sealed class ProcessRunner : IProcessRunner, IDisposable
{
    private static readonly TimeSpan StreamPatience = TimeSpan.FromSeconds(5);

    private readonly SecretMask _mask;
    private readonly TimeProvider _time;
    private readonly StarterThread _starter = new();
    private readonly OrphanGuard _guard;

    public ProcessRunner(SecretMask mask, TimeProvider time)
    {
        _mask = mask;
        _time = time;
        _guard = new OrphanGuard(_starter);
    }

    private enum End
    {
        Exited,
        DeadlinePassed,
        Cancelled,
    }

    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(request.Deadline, TimeSpan.Zero, nameof(request));
        cancellation.ThrowIfCancellationRequested();
        var start = ProcessWrapping.Wrap(request);
        await _guard.ReadyAsync();
        using var silence = new Silence(request.Silence, _time);
        using var running = new RunningProcess(await _starter.StartAsync(start), request, silence);
        try
        {
            await WatchAsync(running);
            var end = await EndAsync(running, request.Deadline, silence.TooLong, cancellation);
            await running.FinishAsync(StreamPatience, _time);
            return end == End.Cancelled
                ? throw new OperationCanceledException(cancellation)
                : Result(request, running, end == End.DeadlinePassed);
        }
        finally
        {
            await _guard.ForgetAsync(running.Group);
        }
    }

    public void Dispose()
    {
        _starter.Dispose();
        _guard.Dispose();
    }

    private async Task WatchAsync(RunningProcess running)
    {
        try
        {
            await _guard.WatchAsync(running.Group);
        }
        catch
        {
            await running.KillAsync();
            throw;
        }
    }

    private async Task<End> EndAsync(RunningProcess running, TimeSpan deadline, CancellationToken silent, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, silent, cancellation);
        running.BeginStreams();
        try
        {
            await running.ExitAsync(either.Token);
            return End.Exited;
        }
        catch (OperationCanceledException)
        {
            await running.KillAsync();
            return cancellation.IsCancellationRequested ? End.Cancelled : End.DeadlinePassed;
        }
    }

    private ProcessResult Result(ProcessRequest request, RunningProcess running, bool deadlinePassed)
    {
        var error = _mask.Mask(Encoding.UTF8.GetString(running.Error.Kept.Span));
        if (ProcessWrapping.CouldNotStart(running.ExitCode, error))
        {
            throw new ProcessStartException($"Starting '{request.File}' failed: {error.Trim()}");
        }

        var output = running.Output.Kept;
        var text = request.BinaryOutput ? "" : Encoding.UTF8.GetString(output.Span);
        var cut = running.Output.Cut || running.Error.Cut;
        return new ProcessResult(running.ExitCode, text, error, deadlinePassed, cut) { OutputBytes = output };
    }
}
