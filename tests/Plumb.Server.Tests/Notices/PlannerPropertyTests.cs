using FsCheck;
using FsCheck.Fluent;
using Plumb.Contracts.Notices;
using Plumb.Server.Notices.Planning;

namespace Plumb.Server.Tests.Notices;

/// <summary>Whatever happens, in whatever order and pace.</summary>
public sealed class PlannerPropertyTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 28, 20, 0, 0, TimeSpan.Zero);
    private static readonly NoticePolicy Policy = new() { Quiet = new(new(22, 0), new(7, 0), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")), Burst = 3 };

    public sealed record Turn(int Key, int What, int Seconds);

    private static readonly Arbitrary<Turn[]> Turns = (
        from key in Gen.Choose(0, 3)
        from what in Gen.Choose(0, 4)
        from seconds in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 30), Gen.Choose(60, 900), Gen.Choose(3600, 20_000))
        select new Turn(key, what, seconds)).ArrayOf().ToArbitrary();

    // One thing that comes and goes, some of the time fast.
    private static readonly Arbitrary<Turn[]> Flapping = (
        from key in Gen.Choose(0, 1)
        from gaps in Gen.OneOf(Gen.Choose(10, 120), Gen.Choose(300, 1200)).ArrayOf(80)
        select gaps.Select((seconds, at) => new Turn(key, at % 2 == 0 ? 0 : 4, seconds)).ToArray()).ToArbitrary();

    [Fact]
    public void In_the_end_what_was_told_is_what_is() => Check.QuickThrowOnFailure(Prop.ForAll(Turns, turns =>
    {
        var story = Play(turns, out var firing);
        return firing.Order(StringComparer.Ordinal).SequenceEqual(story.Firing, StringComparer.Ordinal) && story.Waiting == 0;
    }));

    [Fact]
    public void No_more_go_out_than_the_bound() => Check.QuickThrowOnFailure(Prop.ForAll(Turns, turns =>
    {
        var at = Play(turns, out _).Told.ConvertAll(it => it.At);
        return Enumerable.Range(0, at.Count).All(first => Enumerable.Range(first, at.Count - first).All(last => last - first + 1 <= Policy.Burst + ((at[last] - at[first]) / Policy.Pace)));
    }));

    [Fact]
    public void In_quiet_hours_every_event_of_a_notice_is_critical_or_of_what_is() => Check.QuickThrowOnFailure(Prop.ForAll(Turns, turns =>
        Play(turns, out _).Told.Where(it => Policy.Quiet!.Covers(it.At)).All(it => it.Notice.Events.All(e => e.Key == Key(0)))));

    [Fact]
    public void Nothing_is_told_twice_in_a_row_of_an_alert() => Check.QuickThrowOnFailure(Prop.ForAll(Turns, turns =>
    {
        var told = Play(turns, out _).Told.SelectMany(it => it.Notice.Events).Where(e => e.Type == NoticeTypes.AlertFiring).ToList();
        var all = Play(turns, out _).Told.SelectMany(it => it.Notice.Events.OrderBy(e => e.At)).ToList();
        return told.TrueForAll(e => all.Where(other => other.Key == e.Key).TakeWhile(other => other != e).LastOrDefault() is null or { Type: NoticeTypes.AlertResolved });
    }));

    [Fact]
    public void No_key_is_told_more_often_than_flapping_allows() => Check.QuickThrowOnFailure(Prop.ForAll(Flapping, turns =>
    {
        // Between two runs of tellings it rests.
        var most = Policy.FlapsAt * (int)Math.Ceiling(Policy.FlapWindow / Policy.Rest);
        return Play(turns, out _).Told.SelectMany(it => it.Notice.Events.Select(e => (it.At, e.Key))).GroupBy(it => it.Key, StringComparer.Ordinal)
            .All(key => key.All(first => key.Count(it => it.At >= first.At && it.At < first.At + Policy.FlapWindow) <= most));
    }));

    // Key 0 is critical, the last one a thing that happens and has no state.
    private static Story Play(Turn[] turns, out HashSet<string> firing)
    {
        var story = new Story(Policy, Begin);
        firing = new(StringComparer.Ordinal);
        foreach (var turn in turns)
        {
            var (key, severity) = (Key(turn.Key), turn.Key == 0 ? "critical" : "error");
            if (turn.Key == 3)
            {
                story.Happens(NoticeTypes.StackRepaired, key);
            }
            else if (turn.What < 3)
            {
                story.Fires(key, severity);
                firing.Add(key);
            }
            else
            {
                story.Resolves(key, severity);
                firing.Remove(key);
            }

            story.Go(TimeSpan.FromSeconds(turn.Seconds));
        }

        story.Rest();
        return story;
    }

    private static string Key(int key) => $"key{key}";
}
