using Plumb.Contracts.Notices;

namespace Plumb.Server.Notices.Planning;

/// <summary>All that waits of one key, oldest first, beside what was told of it.</summary>
internal sealed record Strand(string Key, IReadOnlyList<Happening> Waiting, Told Told)
{
    public Happening First => Waiting[0];

    public Happening Last => Waiting[^1];

    public bool IsCritical => Waiting.Any(happening => happening.Severity == Severity.Critical);

    /// <summary>Until when it is held because it flaps; null: it is not.</summary>
    public DateTimeOffset? RestsAt(DateTimeOffset now, NoticePolicy policy) =>
        Flaps(policy) && Last.Since + policy.Rest is var rested && rested > now ? rested : null;

    public bool WasHeld(QuietHours? quiet) => !IsCritical && quiet?.Covers(First.Since) == true;

    /// <summary>What is left to tell of it; null: it is as it was told.</summary>
    /// <param name="meanwhile">What came and went is told, too.</param>
    public NoticeEvent? Net(DateTimeOffset now, NoticePolicy policy, bool meanwhile)
    {
        var isNews = !Last.IsState
            || (Last.IsFiring ? Told.Severity is not { } told || Last.Severity > told : Told.Severity is not null || (meanwhile && Waiting.Any(happening => happening.IsFiring)));
        return isNews ? Last.Event with { Flapping = !Flaps(policy) && LatelyTold(now, policy).Count == policy.FlapsAt - 1 } : null;
    }

    public Told After(bool told, DateTimeOffset now, NoticePolicy policy) => told
        ? new(Last.IsState && Last.IsFiring ? Last.Severity : null, Flaps(policy) ? [now] : [.. LatelyTold(now, policy), now])
        : Told with { At = Flaps(policy) ? [] : LatelyTold(now, policy) };

    // From the telling that was one too many until it has rested, however long that takes.
    private bool Flaps(NoticePolicy policy) => Told.At.Count >= policy.FlapsAt;

    private List<DateTimeOffset> LatelyTold(DateTimeOffset now, NoticePolicy policy) => [.. Told.At.Where(at => at > now - policy.FlapWindow)];
}
