using Plumb.Contracts.Notices;
using Plumb.Server.Notices.Planning;

namespace Plumb.Server.Tests.Notices;

public sealed class PlannerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NoticePolicy Plain = new();
    private static readonly NoticePolicy Nightly = new() { Quiet = new(new(22, 0), new(7, 0), TimeZoneInfo.Utc) };

    [Fact]
    public void An_alert_is_told_when_it_fires_and_when_it_is_resolved()
    {
        var story = new Story(Plain, Noon);
        story.Fires("a");
        story.Go(TimeSpan.FromMinutes(1));
        story.Resolves("a");
        story.Go(TimeSpan.FromMinutes(1));
        Assert.Equal([NoticeTypes.AlertFiring, NoticeTypes.AlertResolved], story.Told.Select(it => it.Notice.Type));
        Assert.Equal(Noon + Plain.Gather, story.Told[0].At);
    }

    [Fact]
    public void Many_at_once_are_one_notice_the_most_severe_first()
    {
        var story = new Story(Plain, Noon);
        for (var at = 0; at < 200; at++)
        {
            story.Fires($"a{at}", at == 150 ? "critical" : "warning");
        }

        story.Go(TimeSpan.FromMinutes(1));
        var notice = Assert.Single(story.Told).Notice;
        Assert.Equal((NoticeTypes.Group, 200, "a150"), (notice.Type, notice.Events.Count, notice.Events[0].Key));
    }

    [Fact]
    public void What_came_and_went_before_it_was_told_is_not_told()
    {
        var story = new Story(Plain, Noon);
        story.Fires("a");
        story.Resolves("a");
        story.Go(TimeSpan.FromMinutes(1));
        Assert.Empty(story.Told);
        Assert.Equal(0, story.Waiting);
    }

    [Fact]
    public void A_resolution_of_what_was_never_told_and_the_same_firing_again_are_no_news()
    {
        var story = new Story(Plain, Noon);
        story.Resolves("a");
        story.Go(TimeSpan.FromMinutes(1));
        Assert.Empty(story.Told);
        story.Fires("a");
        story.Go(TimeSpan.FromMinutes(1));
        story.Fires("a");
        story.Go(TimeSpan.FromMinutes(1));
        Assert.Single(story.Told);
        story.Fires("a", "critical");
        story.Go(TimeSpan.FromMinutes(1));
        Assert.Equal(2, story.Told.Count);
    }

    [Fact]
    public void One_that_comes_and_goes_is_told_some_times_then_said_to_flap_and_told_again_when_it_has_rested()
    {
        var story = new Story(Plain, Noon);
        for (var at = 0; at < 50; at++)
        {
            story.Fires("a");
            story.Go(TimeSpan.FromSeconds(30));
            story.Resolves("a");
            story.Go(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(Plain.FlapsAt, story.Told.Count);
        Assert.Equal([false, false, false, true], story.Told.Select(it => it.Notice.Events[0].Flapping));
        story.Fires("a");
        story.Rest();
        Assert.Equal(["a"], story.Firing);
        Assert.Equal(Plain.FlapsAt + 1, story.Told.Count);
        Assert.Equal(Noon.AddMinutes(50) + Plain.Rest, story.Told[^1].At);
    }

    [Fact]
    public void Another_alert_is_told_while_one_flaps()
    {
        var story = new Story(Plain, Noon);
        for (var at = 0; at < 10; at++)
        {
            story.Fires("a");
            story.Go(TimeSpan.FromSeconds(30));
            story.Resolves("a");
            story.Go(TimeSpan.FromSeconds(30));
        }

        story.Fires("b");
        story.Go(TimeSpan.FromMinutes(1));
        Assert.Equal("b", Assert.Single(story.Told[^1].Notice.Events).Key);
    }

    [Fact]
    public void After_a_burst_one_goes_out_in_a_pace_and_what_waits_goes_into_it()
    {
        var story = new Story(Plain, Noon);
        for (var at = 0; at < 60; at++)
        {
            story.Happens(NoticeTypes.StackDeployed, $"d{at}");
            story.Go(TimeSpan.FromSeconds(10));
        }

        story.Rest();
        Assert.InRange(story.Told.Count, 10, 5 + 11);
        Assert.Equal(60, story.Told.Sum(it => it.Notice.Events.Count));
    }

    [Fact]
    public void In_quiet_hours_only_critical_ones_are_told_and_the_others_come_in_one_digest_at_the_end()
    {
        var story = new Story(Nightly, Noon.AddHours(11));
        story.Fires("a");
        story.Go(TimeSpan.FromHours(1));
        story.Fires("worse", "critical");
        story.Fires("b", "warning");
        story.Go(TimeSpan.FromHours(1));
        story.Resolves("b", "warning");
        story.Happens(NoticeTypes.StackDeployed, "d");
        story.Go(TimeSpan.FromHours(1));
        Assert.Equal("worse", Assert.Single(Assert.Single(story.Told).Notice.Events).Key);

        story.Go(TimeSpan.FromHours(10));
        var (at, digest) = story.Told[^1];
        Assert.Equal(2, story.Told.Count);
        Assert.Equal((NoticeTypes.Digest, new DateTimeOffset(2026, 6, 2, 7, 0, 0, TimeSpan.Zero)), (digest.Type, at));
        // b came and went meanwhile: told as resolved.
        Assert.Equal(["a alert.firing", "b alert.resolved", "d stack.deployed"], digest.Events.Select(it => it.Summary).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void By_day_nothing_is_held_and_a_night_with_nothing_to_tell_ends_without_a_word()
    {
        var story = new Story(Nightly, Noon);
        story.Fires("a");
        story.Go(TimeSpan.FromMinutes(1));
        Assert.Single(story.Told);
        story.Go(TimeSpan.FromHours(24));
        Assert.Single(story.Told);
    }
}
