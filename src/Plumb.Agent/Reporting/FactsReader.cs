using Microsoft.Extensions.Logging;
using Plumb.Compose;
using Plumb.Compose.Model;

namespace Plumb.Agent.Reporting;

/// <summary>Reads sync metadata out of labels, which anybody may have written: what cannot be read is unknown, and ends no agent.</summary>
internal sealed partial class FactsReader(Func<ComposeSpec, StackSeen, SyncFacts> read, ILogger<FactsReader> log)
{
    public SyncFacts Read(ComposeSpec spec, StackSeen seen)
    {
        try
        {
            return read(spec, seen);
        }
        catch (Exception fault)
        {
            LogFault(log, fault, spec.Target.Name);
            return SyncFacts.None;
        }
    }

    [LoggerMessage(EventId = 3521, EventName = "facts.fault", Level = LogLevel.Error,
        Message = "{Object}: what is synced could not be read from its containers; it is shown as unknown. This is a fault in Plumb")]
    private static partial void LogFault(ILogger log, Exception fault, string Object);
}
