using Plumb.Contracts.Notices;

namespace Plumb.Server.Notices.Planning;

/// <summary>
/// What to tell through one channel now. Pure. Level-triggered, as all of Plumb: what is told is the difference between what is and what was
/// told, so that what came and went meanwhile is no news.
/// </summary>
internal static class NoticePlanner
{
    /// <param name="waiting">In order of their numbers.</param>
    public static NoticePlan Plan(IReadOnlyList<Happening> waiting, ChannelMemory memory, NoticePolicy policy, DateTimeOffset now)
    {
        var strands = waiting.GroupBy(happening => happening.Key, StringComparer.Ordinal).Select(group => new Strand(group.Key, [.. group], memory.Of(group.Key))).ToList();
        var held = strands.Select(strand => (Strand: strand, Until: HeldUntil(strand, policy, now))).ToList();
        var ready = held.Where(it => it.Until is null).Select(it => it.Strand).ToList();
        var wake = held.Min(it => it.Until);
        if (ready.Count == 0)
        {
            return new(null, [], memory, wake);
        }

        if (ready.Min(strand => strand.First.Since) + policy.Gather is var gathered && gathered > now)
        {
            return new(null, [], memory, Earlier(wake, gathered));
        }

        var news = ready.Select(strand => (Strand: strand, Event: strand.Net(now, policy, meanwhile: strand.WasHeld(policy.Quiet)))).ToList();
        var told = news.Any(it => it.Event is not null);
        if (told && FreeAt(memory, policy) is var free && free > now)
        {
            return new(null, [], memory, Earlier(wake, free));
        }

        long[] settled = [.. ready.SelectMany(strand => strand.Waiting).Select(happening => happening.Number)];
        var after = memory.Told.ToDictionary(StringComparer.Ordinal);
        foreach (var (strand, it) in news)
        {
            after[strand.Key] = strand.After(it is not null, now, policy);
        }

        var goOn = held.Where(it => it.Until is not null).Select(it => it.Strand.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var key in after.Where(pair => pair.Value.Severity is null && pair.Value.At.All(at => at <= now - policy.FlapWindow)).Select(pair => pair.Key).Where(key => !goOn.Contains(key)).ToList())
        {
            after.Remove(key);
        }

        return told
            ? new(Notice([.. news.Where(it => it.Event is not null)], policy), settled, new(after, (memory.Paid > now ? memory.Paid : now) + policy.Pace), wake)
            : new(null, settled, memory with { Told = after }, wake);
    }

    private static DateTimeOffset? HeldUntil(Strand strand, NoticePolicy policy, DateTimeOffset now) =>
        strand.IsCritical ? strand.RestsAt(now, policy) : Later(policy.Quiet?.EndOf(now), strand.RestsAt(now, policy));

    /// <summary>A notice costs one pace; so many may go unpaid as a burst has.</summary>
    private static DateTimeOffset FreeAt(ChannelMemory memory, NoticePolicy policy)
    {
        var credit = (policy.Burst - 1) * policy.Pace;
        return memory.Paid - DateTimeOffset.MinValue > credit ? memory.Paid - credit : DateTimeOffset.MinValue;
    }

    private static PlannedNotice Notice(IReadOnlyList<(Strand Strand, NoticeEvent? Event)> news, NoticePolicy policy)
    {
        NoticeEvent[] events = [.. news.Select(it => it.Event!).OrderByDescending(it => Severities.Of(it.Severity)).ThenBy(it => it.At)];
        var type = news.Any(it => it.Strand.WasHeld(policy.Quiet)) ? NoticeTypes.Digest : events is [var one] ? one.Type : NoticeTypes.Group;
        return new(type, events);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } it && it < other ? it : other;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;
}
