using System.Collections.Concurrent;
using System.Diagnostics;

namespace Plumb.Platform.Processes;

/// <summary>The thread that starts every process, and never ends before this process does.</summary>
/// <remarks>The kernel's parent-death signal (prctl(2), PR_SET_PDEATHSIG) comes when the <em>thread</em> that started a process ends; pool threads do.</remarks>
internal sealed class StarterThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public StarterThread()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = "process starter" };
        thread.Start();
    }

    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(Start(start));
            }
            catch (Exception failure)
            {
                started.SetException(new ProcessStartException($"Starting '{start.FileName}' in '{start.WorkingDirectory}' failed: {failure.Message}.", failure));
            }
        });
        return started.Task;
    }

    /// <summary>Ends the thread, and so every process that it started.</summary>
    public void Dispose() => _work.CompleteAdding();

    private static Process Start(ProcessStartInfo start)
    {
#pragma warning disable RS0030 // The one home of starting processes.
        return Process.Start(start) ?? throw new InvalidOperationException("no process was made");
#pragma warning restore RS0030
    }

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }

        _work.Dispose();
    }
}
