using System.Collections.Concurrent;
using Plumb.Platform.Processes;

namespace Plumb.Server.Tests.Sources;

/// <summary>Runs everything for real, and remembers what was run.</summary>
internal sealed class CountingRunner(ProcessRunner runner) : IProcessRunner, IDisposable
{
    public ConcurrentQueue<ProcessRequest> Ran { get; } = [];

    /// <summary>Git's subcommands, in order.</summary>
    public IEnumerable<string> Commands => Ran.Select(r => r.Arguments.First(a => !a.StartsWith('-') && !a.Contains('=', StringComparison.Ordinal)));

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        Ran.Enqueue(request);
        return runner.RunAsync(request, cancellation);
    }

    public void Dispose() => runner.Dispose();
}
