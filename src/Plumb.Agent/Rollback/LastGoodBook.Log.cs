using Microsoft.Extensions.Logging;

namespace Plumb.Agent.Rollback;

internal sealed partial class LastGoodBook
{
    [LoggerMessage(EventId = 3601, EventName = "rollback.begun", Level = LogLevel.Warning,
        Message = "Deployment object {Sequence} of {Object} failed and is given up; {Good} is put back. {Why}")]
    private static partial void LogGivenUp(ILogger log, string Object, long sequence, long good, string why);

    [LoggerMessage(EventId = 3602, EventName = "rollback.unwritten", Level = LogLevel.Error,
        Message = "Could not keep on disk which deployment object was good or given up: a restart would find it out anew. Free disk space or mend the data directory's permissions")]
    private static partial void LogUnwritten(ILogger log, Exception full);
}
