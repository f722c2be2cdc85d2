using Plumb.Platform.Remote;
using Plumb.Platform.Remote.Smtp;

namespace Plumb.Server.Notices.Channels;

/// <summary>Mail to one recipient: another one's refusal is another one's.</summary>
internal sealed class MailChannel(MailTarget target, string recipient, RemoteDial dial, TimeProvider time) : INoticeChannel
{
    private readonly SmtpSender _sender = new(target.Server, dial, time);

    public string Name => $"mail:{recipient}";

    public Planning.Severity From => target.From;

    public async Task<SendOutcome> SendAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        var outcome = await _sender.SendAsync(new(target.Sender, recipient, MailText.Of(notice, target.Sender, recipient)), cancellation);
        return new(outcome.Accepted, outcome.Permanent, outcome.Said);
    }
}
