using System.Globalization;
using Plumb.Platform.Remote;
using Plumb.Server.Api.Metrics;

namespace Plumb.Server.Notices.Channels;

/// <summary>Posts to one address, signed as Standard Webhooks says.</summary>
internal sealed class WebhookChannel(WebhookTarget target, RemoteDial dial, TimeProvider time) : INoticeChannel, IDisposable
{
    private const int Gone = 410;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly OutgoingPost _post = new(target.Address, target.Reach, target.Roots, dial, Deadline, time);

    public string Name => "webhook";

    public Planning.Severity From => target.From;

    public async Task<SendOutcome> SendAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        // Each try is signed anew: a receiver takes nothing that is older than some minutes.
        var at = time.GetUtcNow();
        (string, string)[] headers =
        [
            ("webhook-id", notice.Id),
            ("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("webhook-signature", target.Secret.Sign(notice.Id, at, notice.Json)),
            ("user-agent", $"plumb/{ServerMetrics.Version}"),
        ];

        var outcome = await _post.SendAsync(notice.Json, headers, cancellation);
        return new(outcome.Succeeded, outcome.Status == Gone, outcome.Status is >= 300 and < 400 ? $"{outcome.Said} (redirects are not followed: give the address itself)" : outcome.Said, outcome.RetryAfter);
    }

    public void Dispose() => _post.Dispose();
}
