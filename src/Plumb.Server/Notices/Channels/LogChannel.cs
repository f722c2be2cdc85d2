using Microsoft.Extensions.Logging;

namespace Plumb.Server.Notices.Channels;

/// <summary>Notices as lines of the log, for whoever reads that and nothing else.</summary>
internal sealed partial class LogChannel(ILogger<LogChannel> log) : INoticeChannel
{
    public string Name => "log";

    public Planning.Severity From => Planning.Severity.Info;

    public Task<SendOutcome> SendAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        LogNotice(notice.Id, notice.Body.Type, notice.Body.Data.Severity, NoticeWords.Text(notice.Body).TrimEnd());
        return Task.FromResult(new SendOutcome(Sent: true, Permanent: false, "written"));
    }

    [LoggerMessage(EventId = 2601, EventName = "notice", Level = LogLevel.Warning, Message = "Notice {Notice} ({Type}, {Severity}): {Text}")]
    private partial void LogNotice(string notice, string type, string severity, string text);
}
