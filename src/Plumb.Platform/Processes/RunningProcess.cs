using System.Diagnostics;
using System.Text;
using Plumb.Platform.Native;

namespace Plumb.Platform.Processes;

/// <summary>One process while it runs: its streams, and its end.</summary>
internal sealed class RunningProcess(Process process, ProcessRequest request, Silence silence) : IDisposable
{
    private readonly CancellationTokenSource _abandon = new();
    private readonly CappedOutput _output = new(request.OutputLimit, silence.Break);
    private readonly CappedOutput _error = new(request.OutputLimit, silence.Break);
    private Task _streams = Task.CompletedTask;

    /// <summary>Its process group, which is its own.</summary>
    public int Group { get; } = process.Id;

    public int ExitCode => process.ExitCode;

    public CappedOutput Output => _output;

    public CappedOutput Error => _error;

    /// <summary>Lets the program begin: call it when the guard knows of it.</summary>
    public void BeginStreams() => _streams = Task.WhenAll(
        _output.ReadAsync(process.StandardOutput.BaseStream, _abandon.Token),
        _error.ReadAsync(process.StandardError.BaseStream, _abandon.Token),
        WriteInputAsync());

    public Task ExitAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>Kills it, its descendants, and what is left of its group.</summary>
    public async Task KillAsync()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // It ended in the meantime, or a descendant changed its user: the group is killed below all the same.
        }

        Libc.KillGroup(Group);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>After its end: kills what it left behind, and reads the streams to their ends.</summary>
    /// <param name="patience">How long a process that left the group may keep the streams open.</param>
    public async Task FinishAsync(TimeSpan patience, TimeProvider time)
    {
        Libc.KillGroup(Group);
        try
        {
            await _streams.WaitAsync(patience, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            await _abandon.CancelAsync();
            await Task.WhenAny(_streams);
        }
    }

    public void Dispose()
    {
        process.Dispose();
        _output.Dispose();
        _error.Dispose();
        _abandon.Dispose();
    }

    private async Task WriteInputAsync()
    {
        try
        {
            var stream = process.StandardInput.BaseStream;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(ProcessWrapping.Go), _abandon.Token);
            if (request.Input is { } input)
            {
                await stream.WriteAsync(input, _abandon.Token);
            }

            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // It ended, or closed its input, without reading all of it: its exit code tells whether that was right.
        }
    }
}
