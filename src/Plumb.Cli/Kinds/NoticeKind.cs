using System.Globalization;
using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Notices;

namespace Plumb.Cli.Kinds;

internal static class NoticeKind
{
    public static Kind<NoticeView> Kind { get; } = new("notice", "notices", () => ClientJson.Reading.PageNoticeView, () => ClientJson.Reading.NoticeView, n => n.Id,
    [
        new("STATE", (n, _) => new(Word(n.State), n.State switch { NoticeState.Sent => Tone.Good, NoticeState.GivenUp => Tone.Bad, _ => Tone.Quiet })),
        new("CHANNEL", (n, _) => n.Channel),
        new("MADE", (n, now) => Age.Of(n.Body.Timestamp, now)),
        new("TRIES", (n, _) => n.Attempts.ToString(CultureInfo.InvariantCulture)),
        new("NEXT", (n, now) => n.NextAt is { } at ? at > now ? $"in {Age.Of(at - now)}" : "now" : ""),
        new("SUMMARY", (n, _) => n.Body.Data.Summary),
        new("ANSWER", (n, _) => n.State == NoticeState.Sent ? "" : n.Answer),
        new("TYPE", (n, _) => n.Body.Type, Wide: true),
        new("ID", (n, _) => n.Id),
    ])
    {
        Newest = 100,
    };

    public static string Word(NoticeState state) => state switch
    {
        NoticeState.Waiting => "waiting",
        NoticeState.Sent => "sent",
        NoticeState.GivenUp => "given up",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };
}
