using Microsoft.Extensions.Logging;
using Plumb.Contracts.Notices;

namespace Plumb.Server.Notices.Delivering;

/// <summary>Every try in the log.</summary>
internal sealed partial class DeliveryLog(ILogger<DeliveryLog> log)
{
    public void Tried(string id, string channel, NoticeState state, int attempts, string answer, DateTimeOffset next)
    {
        switch (state)
        {
            case NoticeState.Sent:
                LogSent(id, channel, attempts, answer);
                break;
            case NoticeState.Waiting:
                LogRetried(id, channel, attempts, answer, next);
                break;
            case NoticeState.GivenUp:
                LogGivenUp(id, channel, attempts, answer);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(state), state, message: null);
        }
    }

    [LoggerMessage(EventId = 2621, EventName = "notice.sent", Level = LogLevel.Information, Message = "Notice {Notice} went out by {Channel} at try {Attempts}: {Answer}")]
    private partial void LogSent(string notice, string channel, int attempts, string answer);

    [LoggerMessage(EventId = 2622, EventName = "notice.retried", Level = LogLevel.Warning, Message = "Notice {Notice} could not be sent by {Channel} at try {Attempts}: {Answer}. The next try is at {NextAt}.")]
    private partial void LogRetried(string notice, string channel, int attempts, string answer, DateTimeOffset nextAt);

    [LoggerMessage(EventId = 2623, EventName = "notice.givenUp", Level = LogLevel.Error, Message = "Notice {Notice} could not be sent by {Channel} and is given up after {Attempts} tries: {Answer}. Mend the cause; 'plumb notices replay {Notice}' sends it.")]
    private partial void LogGivenUp(string notice, string channel, int attempts, string answer);
}
