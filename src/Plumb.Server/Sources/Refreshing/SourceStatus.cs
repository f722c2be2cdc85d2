using Plumb.Contracts.Sources;

namespace Plumb.Server.Sources.Refreshing;

/// <summary>How the refreshes of one source go, told in order.</summary>
internal sealed class SourceStatus(string sourceName, ISourceStatusSink sink, RefreshStatus last) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private RefreshStatus _last = last;

    /// <summary>Tells the change, if it is one.</summary>
    public async Task TellAsync(Func<RefreshStatus, RefreshStatus> change, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var next = change(_last);
            if (next != _last)
            {
                _last = next;
                await sink.RecordAsync(sourceName, next, cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
