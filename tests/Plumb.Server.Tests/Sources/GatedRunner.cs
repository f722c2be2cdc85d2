using Plumb.Platform.Processes;

namespace Plumb.Server.Tests.Sources;

/// <summary>Runs everything for real, but for what it holds back while its gate is closed.</summary>
internal sealed class GatedRunner(IProcessRunner runner) : IProcessRunner
{
    private TaskCompletionSource _open = Opened();
    private TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _repository = "";

    /// <summary>Holds back every process that names this repository; empty: every process.</summary>
    public void Close(string repository = "")
    {
        _repository = repository;
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open() => _open.TrySetResult();

    /// <summary>Ends when a process is held back.</summary>
    public Task HeldAsync() => _held.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        if (!_open.Task.IsCompleted && (_repository.Length == 0 || request.Arguments.Contains(_repository)))
        {
            _held.TrySetResult();
            await _open.Task.WaitAsync(cancellation);
        }

        return await runner.RunAsync(request, cancellation);
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
