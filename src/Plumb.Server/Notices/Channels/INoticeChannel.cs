using Plumb.Contracts.Notices;

namespace Plumb.Server.Notices.Channels;

/// <summary>A way by which notices reach people and programs.</summary>
internal interface INoticeChannel
{
    /// <summary>Unique, stable over restarts: <c>webhook</c>, <c>mail:ADDRESS</c>, <c>desktop</c>, <c>log</c>.</summary>
    string Name { get; }

    Planning.Severity From { get; }

    /// <summary>Always ends with an outcome, unless cancelled.</summary>
    Task<SendOutcome> SendAsync(OutgoingNotice notice, CancellationToken cancellation);
}

/// <param name="Id">The same at every try.</param>
/// <param name="Json">The body as it was made, the same bytes at every try.</param>
internal sealed record OutgoingNotice(string Id, NoticeBody Body, byte[] Json);

/// <param name="Permanent">Not sent, and another try would not help.</param>
/// <param name="Answer">What it came to. Not masked.</param>
/// <param name="RetryAfter">When the other side asked to be tried again.</param>
internal sealed record SendOutcome(bool Sent, bool Permanent, string Answer, TimeSpan? RetryAfter = null);

internal static class ChannelNames
{
    /// <summary><c>mail</c> of <c>mail:ops@example.org</c>.</summary>
    public static string Kind(string channel) => channel.Split(':')[0];

    /// <summary>Whether a person who says this means the channel.</summary>
    public static bool Means(string said, string channel) => said == channel || said == Kind(channel);
}
