using Plumb.Contracts.Sources;

namespace Plumb.Server.Sources;

/// <summary>Takes each complete snapshot. One call for one source at a time; the same revision may come again.</summary>
public interface ISnapshotSink
{
    /// <returns>Why it was not taken, with what to do; null: it was.</returns>
    Task<string?> PublishAsync(string sourceName, SourceSnapshot snapshot, CancellationToken cancellation);
}

/// <summary>Takes how the refreshes of a source go, whenever that changes.</summary>
public interface ISourceStatusSink
{
    Task RecordAsync(string sourceName, RefreshStatus status, CancellationToken cancellation);
}
