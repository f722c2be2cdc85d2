using Plumb.Agent.Rollback;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Rollback;

public sealed class LastGoodLedgerTests
{
    private static readonly StackVerdict Good = new StackVerdict.Good();
    private static readonly StackVerdict Ill = new StackVerdict.Ailing("web is ill", Own: true);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly LastGoodLedger ledger = new([], patience: 3);

    [Fact]
    public void What_fails_gives_way_to_what_was_good_whole_and_with_what_people_said_since()
    {
        var good = Object(1) with { Settings = Settings with { Project = "then", Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TAG"] = "1" } } };
        Look(good, Good);
        var bad = Object(2) with { Stopped = false, Requests = [new StackRequest("r", StackAsk.Look, "me", Start)] };
        Assert.Equal((bad, null), Chosen(bad));

        var news = Look(bad, Ill)!;

        Assert.Equal((1, 2, "web is ill", false), (news.Record.Good!.Sequence, news.Record.GivenUp!.Sequence, news.Record.GivenUp.Why, news.Record.GivenUp.Restored));
        var (stack, rolledBack) = Chosen(bad);
        Assert.Equal((good.Checksum, good.Settings, good.Revision, "r"), (stack.Checksum, stack.Settings, stack.Revision, Assert.Single(stack.Requests).Id));
        Assert.Equal(new RolledBack(2, "web is ill", Restored: false), rolledBack);
        Assert.True(Chosen(bad with { Suspended = true, Stopped = true }).Stack is { Suspended: true, Stopped: true });

        // Seen as it should be again, the way back is over; and that is all there is to say, however often it is seen.
        Assert.True(ledger.Look(Spec(stack, rolledBack), [], Good, Start)!.Record.GivenUp!.Restored);
        Assert.True(ledger.IsSettled("id-web"));
        Assert.Null(ledger.Look(Spec(stack, rolledBack), [], Good, Start));
    }

    [Fact]
    public void Without_the_setting_or_anything_good_it_simply_fails()
    {
        Assert.Null(Look(Object(1), Ill));
        Look(Object(2), Good);
        Assert.Null(Look(Object(3) with { Settings = new StackSettings() }, Ill));
        Assert.NotNull(Look(Object(4), Ill));
    }

    [Fact]
    public void Another_object_lifts_the_hold_and_is_tried_and_the_same_one_is_not_until_a_person_asks()
    {
        Look(Object(1), Good);
        Look(Object(2), Ill);
        Assert.Equal(1, Chosen(Object(2)).Stack.Sequence);
        Assert.Equal(1, Chosen(Object(2) with { Revision = "renamed" }).Stack.Sequence);

        Assert.NotNull(ledger.Retry("id-web"));
        Assert.Equal(2, Chosen(Object(2)).Stack.Sequence);
        Look(Object(2), Ill);
        Assert.Equal(1, Chosen(Object(2)).Stack.Sequence);
        Assert.Equal((3, null), (Chosen(Object(3)).Stack.Sequence, Chosen(Object(3)).RolledBack));
        var mended = Look(Object(3), Good)!;
        Assert.True(mended.IsGood);
        Assert.Equal((3, null), (mended.Record.Good!.Sequence, mended.Record.GivenUp));
    }

    [Fact]
    public void A_way_back_that_fails_itself_leads_nowhere_else()
    {
        Look(Object(1), Good);
        Look(Object(2), Good);
        Look(Object(3), Ill);
        var (back, why) = Chosen(Object(3));
        Assert.Equal(2, back.Sequence);

        for (var look = 0; look < 20; look++)
            Assert.Null(ledger.Look(Spec(back, why), [Failing(Fault.Desired, count: 9)], Ill, Start.AddMinutes(look)));
        Assert.Equal(2, Chosen(Object(3)).Stack.Sequence);
    }

    [Fact]
    public void What_looked_good_and_falls_ill_while_it_is_watched_gives_way_to_the_one_before_and_later_it_does_not()
    {
        Look(Object(1), Good);
        Look(Object(2), Good, at: 0);
        Look(Object(2), Good, at: 60);
        Assert.Equal(1, Look(Object(2), Ill, at: 90)!.Record.Good!.Sequence);

        Look(Object(3), Good, at: 100);
        Assert.True(Look(Object(3), Good, at: 100 + 120)!.Record.Proven);
        Assert.Null(Look(Object(3), Ill, at: 300));
        Assert.Equal(3, Chosen(Object(3)).Stack.Sequence);
    }

    [Fact]
    public void What_was_ill_before_the_newer_object_came_is_not_held_against_it()
    {
        StackVerdict others = new StackVerdict.Ailing("db is ill", Own: false);
        Look(Object(1), Good);
        Look(Object(1), Good, at: 200);
        Chosen(Object(2), verdict: others);
        Assert.Null(Look(Object(2), others));
        Chosen(Object(3), verdict: Good);
        Assert.NotNull(Look(Object(3), others));
    }

    [Fact]
    public void What_looked_good_and_is_ill_when_the_next_one_comes_was_not_good_after_all()
    {
        Look(Object(1), Good);
        Look(Object(2), Good);
        Chosen(Object(3), verdict: new StackVerdict.Sick("web ended", Own: true));
        Assert.Equal(1, Look(Object(3), Ill)!.Record.Good!.Sequence);
    }

    [Fact]
    public void A_pin_to_an_older_object_is_never_led_back_to_a_newer_one()
    {
        Look(Object(5), Good);
        Assert.Null(Look(Object(4), Ill));
        Assert.Equal(4, Chosen(Object(4)).Stack.Sequence);
    }

    [Fact]
    public void Nothing_is_given_up_while_nothing_may_be_done_about_it()
    {
        Look(Object(1), Good);
        Assert.Null(Look(Object(2) with { Suspended = true }, Ill));
        Assert.Null(Look(Object(2) with { ReconcileEnabled = false }, Ill));
        Assert.Null(Look(Object(2) with { Stopped = true }, Ill));
        Assert.NotNull(Look(Object(2), Ill));
    }

    [Fact]
    public void It_survives_a_restart_and_names_every_content_that_it_needs()
    {
        Look(Object(1), Good);
        Look(Object(2), Good);
        Assert.Equal([Object(2).Checksum!, Object(1).Checksum!], ledger.Checksums);
        var kept = Look(Object(3), Ill)!.Record;

        var again = new LastGoodLedger([kept], patience: 3);
        again.Take(TargetOf(Object(3)), _ => null);
        Assert.Equal((2, 3L), (again.Choose(Object(3)).Stack.Sequence, again.Choose(Object(3)).RolledBack!.Sequence));
        Assert.Equal([Object(2).Checksum!], again.Checksums);
        Assert.True(again.Forget("id-web"));
        Assert.Empty(again.Checksums);
    }

    /// <summary>An engine that is away is no failure at all: it never gets here.</summary>
    [Theory]
    [InlineData(Fault.Desired, 1, true)]
    [InlineData(Fault.Unclear, 1, false)]
    [InlineData(Fault.Unclear, 2, false)]
    [InlineData(Fault.Unclear, 3, true)]
    [InlineData(Fault.World, 9, false)]
    public void A_failure_counts_by_where_its_cause_lies_and_how_often(Fault fault, int count, bool counts)
    {
        Look(Object(1), Good);
        Chosen(Object(2));
        Assert.Equal(counts, ledger.Look(Spec(Object(2)), [Failing(fault, count)], Good, Start) is not null);
    }

    [Fact]
    public void Content_that_is_refused_counts()
    {
        Look(Object(1), Good);
        Chosen(Object(2));
        var news = ledger.Look(Spec(Object(2)) with { Refusal = new Refusal("compose.yaml", "compose.invalid", "no such key") }, [], verdict: null, Start);
        Assert.Equal("compose.yaml: compose.invalid: no such key", news!.Record.GivenUp!.Why);
    }

    private static readonly StackSettings Settings = new() { RollbackOnFailure = true };

    private static TargetStack Object(long sequence) => Stacks.Target("web", Stacks.Content($"web {sequence}"), $"r{sequence}", sequence) with { Settings = Settings };

    private static Failure Failing(Fault fault, int count) => new("verify", count, "it failed", Start, NextTryAt: null) { Fault = fault };

    private static TargetState TargetOf(TargetStack stack) => new("e1", 1, Complete: true, [stack], [], []);

    private static ComposeSpec Spec(TargetStack stack, RolledBack? rolledBack = null) => new()
    {
        Id = new ObjectId(stack.Id),
        Fingerprint = stack.Checksum!,
        Ownership = new Ownership("here", stack.Scope, stack.Path),
        Project = "web",
        Target = stack,
        Rendered = null,
        RolledBack = rolledBack,
    };

    private (TargetStack Stack, RolledBack? RolledBack) Chosen(TargetStack newest, StackVerdict? verdict = null)
    {
        ledger.Take(TargetOf(newest), _ => verdict);
        return ledger.Choose(newest);
    }

    private GoodNews? Look(TargetStack newest, StackVerdict verdict, int at = 0)
    {
        ledger.Take(TargetOf(newest), _ => null);
        return ledger.Look(Spec(newest), [], verdict, Start.AddSeconds(at));
    }
}
