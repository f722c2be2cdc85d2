using System.Text;
using Plumb.Contracts.Notices;
using Plumb.Platform.Secrets;
using Plumb.Server.Notices.Planning;

namespace Plumb.Server.Notices;

/// <summary>A notice in words. Everything in it has passed the mask.</summary>
internal sealed class NoticeWords(string installation, SecretMask mask)
{
    /// <summary>Events in one notice; of more, the most severe.</summary>
    public const int Most = 50;

    private const int Longest = 1000;

    public NoticeBody Body(PlannedNotice notice, DateTimeOffset now)
    {
        NoticeEvent[] events = [.. notice.Events.Take(Most).Select(Clean)];
        var severity = notice.Events.Max(it => Severities.Of(it.Severity)).Word();
        return new(notice.Type, now, new(installation, severity, Summary(notice, events), events, notice.Events.Count - events.Length));
    }

    public NoticeBody Test(DateTimeOffset now) => new(NoticeTypes.Test, now, new(installation, "info", $"A test of {installation}'s notices.", [], 0));

    public static string Subject(NoticeBody body) => $"[{body.Data.Installation}] {body.Data.Summary}";

    /// <summary>One line an event.</summary>
    public static string Text(NoticeBody body)
    {
        if (body.Data.Events.Count == 0)
        {
            return body.Data.Summary;
        }

        var text = new StringBuilder();
        foreach (var it in body.Data.Events)
        {
            text.Append(CultureLine(it)).Append('\n');
        }

        return body.Data.Omitted == 0 ? text.ToString() : text.Append($"… and {body.Data.Omitted} more: 'plumb get alerts' and 'plumb get decisions' list them.\n").ToString();
    }

    private static string CultureLine(NoticeEvent it) =>
        $"{it.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC  {Verb(it)}  {it.Summary}{(it.Flapping ? " (It keeps coming and going: told again when it has rested.)" : "")}";

    private static string Verb(NoticeEvent it) => it.Type switch
    {
        NoticeTypes.AlertFiring => $"FIRING ({it.Severity})",
        NoticeTypes.AlertResolved => "RESOLVED",
        _ => it.Type,
    };

    private static string Summary(PlannedNotice notice, NoticeEvent[] events)
    {
        if (events is [var one] && notice.Type != NoticeTypes.Digest)
        {
            return $"{Verb(one)}: {one.Summary}";
        }

        var counts = notice.Events.CountBy(it => it.Type, StringComparer.Ordinal).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {Plain(pair.Key)}");
        return $"{(notice.Type == NoticeTypes.Digest ? "Since the quiet hours began: " : "")}{string.Join(", ", counts)}";
    }

    private static string Plain(string type) => type switch
    {
        NoticeTypes.AlertFiring => "firing",
        NoticeTypes.AlertResolved => "resolved",
        NoticeTypes.StackDeployed => "deployed",
        NoticeTypes.StackRepaired => "repaired",
        NoticeTypes.StackRemoved => "removed",
        _ => type,
    };

    private NoticeEvent Clean(NoticeEvent it)
    {
        var summary = mask.Mask(string.Join(' ', it.Summary.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return it with { Summary = summary.Length > Longest ? $"{summary[..Longest]}…" : summary };
    }
}
