using Microsoft.Extensions.Logging;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Platform.Failpoints;

namespace Plumb.Agent.Hosting;

/// <summary>
/// Writes the loop's memory before anything later happens. A disk that takes nothing must not stop healing: what could
/// not be written is kept here, said once, and written with the next fact that can be.
/// </summary>
internal sealed partial class DurableMemory(ILoopMemory memory, Failpoints failpoints, ILogger log)
{
    private readonly Dictionary<string, Action> unwritten = new(StringComparer.Ordinal);

    public void Remember(ObjectMemory fact) => Write("object " + fact.Id, () => memory.Remember(fact));

    public void Remember(WorldMemory fact) => Write("world " + fact.World, () => memory.Remember(fact));

    public void Forget(ObjectId id) => Write("object " + id, () => memory.Forget(id));

    private void Write(string subject, Action write)
    {
        unwritten[subject] = write;
        failpoints.Reach(AgentFailpoints.MemoryBeforeSave);
        var troubled = unwritten.Count > 1;
        foreach (var (key, late) in unwritten.ToList())
        {
            try
            {
                late();
                unwritten.Remove(key);
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                if (!troubled)
                    LogUnwritten(log, full);
                return;
            }
        }

        failpoints.Reach(AgentFailpoints.MemoryAfterSave);
        if (troubled)
            LogWritten(log);
    }

    [LoggerMessage(EventId = 3321, EventName = "memory.unwritten", Level = LogLevel.Error,
        Message = "Could not write what must survive a restart (failures, blocks, breakers): a restart now would forget the newest of it. Free disk space or mend the data directory's permissions")]
    private static partial void LogUnwritten(ILogger log, Exception full);

    [LoggerMessage(EventId = 3322, EventName = "memory.written", Level = LogLevel.Information, Message = "Memory can be written again; nothing of it is missing")]
    private static partial void LogWritten(ILogger log);
}
