using Microsoft.Extensions.Logging;
using Plumb.Agent.State;

namespace Plumb.Agent.Reporting;

/// <summary>The records of the last applies, on disk.</summary>
internal sealed partial class SyncRecords
{
    private readonly KeyedFiles<SyncRecord> files;
    private readonly Dictionary<string, SyncRecord> records;
    private readonly ILogger log;

    public SyncRecords(AgentPaths paths, ILogger<SyncRecords> log)
    {
        this.log = log;
        files = new KeyedFiles<SyncRecord>(paths.Syncs, StateJson.Default.SyncRecord, static r => r.StackId, log);
        records = files.Load().ToDictionary(r => r.StackId, StringComparer.Ordinal);
    }

    public SyncRecord? Find(string stackId) => records.GetValueOrDefault(stackId);

    public void Keep(SyncRecord record)
    {
        if (Equals(records.GetValueOrDefault(record.StackId), record))
            return;
        records[record.StackId] = record;
        Try(() => files.Save(record));
    }

    public void Drop(string stackId)
    {
        if (records.Remove(stackId))
            Try(() => files.Delete(stackId));
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, full);
        }
    }

    [LoggerMessage(EventId = 3511, EventName = "sync.unwritten", Level = LogLevel.Warning,
        Message = "Could not keep how the last apply went: a restart would forget its time and error. Free disk space")]
    private static partial void LogUnwritten(ILogger log, Exception full);
}
