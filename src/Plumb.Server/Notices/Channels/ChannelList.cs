using Microsoft.Extensions.Logging;
using Plumb.Platform.Processes;
using Plumb.Platform.Remote;

namespace Plumb.Server.Notices.Channels;

/// <summary>The channels that are configured; none: nothing is noted, planned or sent.</summary>
internal sealed class ChannelList : IDisposable
{
    public ChannelList(ServerOptions options, RemoteDial dial, IProcessRunner processes, ILogger<LogChannel> log, TimeProvider time)
    {
        var notices = options.Notices;
        All =
        [
            .. notices?.Webhook is { } webhook ? [new WebhookChannel(webhook, dial, time)] : (INoticeChannel[])[],
            .. notices?.Mail is { } mail ? mail.Recipients.Select(recipient => new MailChannel(mail, recipient, dial, time)) : [],
            .. notices?.Desktop is { } desktop ? [new DesktopChannel(desktop, processes)] : (INoticeChannel[])[],
            .. notices?.Log == true ? [new LogChannel(log)] : (INoticeChannel[])[],
        ];
    }

    public IReadOnlyList<INoticeChannel> All { get; }

    public void Dispose()
    {
        foreach (var channel in All.OfType<IDisposable>())
        {
            channel.Dispose();
        }
    }
}
