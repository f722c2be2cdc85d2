namespace Plumb.Platform.Processes;

/// <summary>How long a process has written nothing.</summary>
internal sealed class Silence : IDisposable
{
    private readonly CancellationTokenSource? _over;
    private readonly TimeSpan _longest;

    /// <param name="longest">Null: it may be silent.</param>
    public Silence(TimeSpan? longest, TimeProvider time)
    {
        _longest = longest ?? Timeout.InfiniteTimeSpan;
        _over = longest is null ? null : new(_longest, time);
    }

    /// <summary>Cancelled when it has lasted too long.</summary>
    public CancellationToken TooLong => _over?.Token ?? CancellationToken.None;

    /// <summary>Something was written.</summary>
    public void Break() => _over?.CancelAfter(_longest);

    public void Dispose() => _over?.Dispose();
}
