using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.Rollback;
using Plumb.Agent.State;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Platform.Failpoints;
using Plumb.TestKit;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Compose.Model.ComposeSpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Tests.Rollback;

public sealed class LastGoodBookTests : IDisposable
{
    private static readonly ObjectId Web = new("id-web");

    private readonly TempDir directory = new("plumb-good-");
    private readonly List<string> told = [];
    private StackVerdict verdict = new StackVerdict.Good();
    private LastGoodBook book = null!;
    private RollbackWatch watch = null!;
    private ComposeSpec spec = null!;
    private int changed;

    public LastGoodBookTests() => Start();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void What_the_loop_shows_leads_back_and_one_alert_fires_and_is_resolved()
    {
        Desire(1);
        Look();
        Desire(2);
        Look(new StackVerdict.Ailing("web is ill", Own: true));
        Assert.Equal((1, "fires: Object 2 of web failed and object 1 is put back: web is ill."), (changed, told[^1]));
        Assert.Equal((1L, 2L), Desire(2));

        // After a restart it is the same, and known without a word; told it is only where it does not fire yet.
        Start();
        told.Clear();
        Assert.Equal((1L, 2L), Desire(2));
        Assert.Equal("fires, if it does not yet: Object 2 of web failed and object 1 is put back: web is ill.", Assert.Single(told));
        Look(new StackVerdict.Good());
        Assert.True(Chosen(2).RolledBack!.Restored);

        Assert.Equal((3L, null), Desire(3));
        Look(new StackVerdict.Good());
        Assert.Equal("is resolved: The newest deployment object is as it should be.", told[^1]);
        Look(new StackVerdict.Good());
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void A_person_has_it_tried_again()
    {
        Desire(1);
        Look();
        Desire(2);
        Look(new StackVerdict.Ailing("web is ill", Own: true));
        Assert.Equal((1L, 2L), Desire(2));

        Pass(new Event.Asked(Web, Ask.Sync));
        Assert.Equal((1L, 2L), Desire(2));
        Pass(new Event.Asked(Web, Ask.Unblock));
        Assert.Equal(2, changed);
        Assert.Equal((2L, null), Desire(2));
    }

    [Fact]
    public void A_service_that_ends_again_and_again_is_ill_and_one_that_ended_once_is_not()
    {
        Desire(1);
        Look();
        Desire(2);
        Look(new StackVerdict.Sick("web ended with exit code 3", Own: true));
        Assert.Equal((2L, null), Desire(2));
        Look(new StackVerdict.Sick("web ended with exit code 3", Own: true), new Hold(HoldReason.Contested, "its repairs keep being undone", DateTimeOffset.UnixEpoch, Until: null, ""));
        Assert.Equal((1L, 2L), Desire(2));
    }

    [Fact]
    public void What_is_said_of_another_state_or_in_the_middle_of_an_apply_is_no_evidence()
    {
        Desire(1);
        Look();
        Desire(2);
        verdict = new StackVerdict.Ailing("web is ill", Own: true);
        Pass(new Event.ObjectSeen(Web, 1, Present), Status(activity: Activity.Running));
        Pass(new Event.ObjectSeen(Web, 2, Present), Status(desired: "another"));
        Assert.Equal((2L, null), Desire(2));
    }

    [Fact]
    public void Nothing_is_kept_of_a_stack_that_is_gone()
    {
        Desire(1);
        Look();
        Assert.NotEmpty(book.Checksums);
        book.Forget(Web.Value);
        Assert.Empty(book.Checksums);
        Start();
        Assert.Empty(book.Checksums);
    }

    private static Look<StackSeen> Present { get; } = Look<StackSeen>.Present(new StackSeen
    {
        Project = "web",
        Containers = [],
        Networks = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal),
        Volumes = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal),
        Layout = LayoutSeen.None,
    });

    private static TargetStack Object(long sequence) =>
        Stacks.Target("web", Stacks.Content($"web {sequence}"), $"r{sequence}", sequence) with { Settings = new StackSettings { RollbackOnFailure = true } };

    private void Start()
    {
        watch = new RollbackWatch((_, _, _) => verdict, TimeProvider.System);
        book = new LastGoodBook(new AgentPaths(directory.Path), new RollbackParts(watch.VerdictOf, Patience: 3, Failpoints.None, TimeProvider.System), NullLogger<LastGoodBook>.Instance)
        {
            Changed = () => changed++,
            Tell = Tell,
        };
        (watch.Rested, watch.Unblocked) = (book.Looked, book.Retry);
    }

    private void Tell(Alert alert, bool onlyOnce) => told.Add(
        $"{(alert.Firing ? onlyOnce ? "fires, if it does not yet" : "fires" : "is resolved")}: {alert.Summary.Split(" Commit what")[0]}");

    private (TargetStack Stack, RolledBack? RolledBack) Chosen(long newest) =>
        Assert.Single(book.Choose(new TargetState("e1", newest, Complete: true, [Object(newest)], [], [])));

    /// <summary>As the keeper does: what should be is asked, and the loop is told.</summary>
    private (long Sequence, long? Held) Desire(long newest)
    {
        var (stack, rolledBack) = Chosen(newest);
        spec = new ComposeSpec
        {
            Id = Web,
            Fingerprint = stack.Checksum!,
            Ownership = new Ownership("here", stack.Scope, stack.Path),
            Project = "web",
            Target = stack,
            Rendered = null,
            RolledBack = rolledBack,
        };
        Pass(new Event.SpecSet(spec));
        return (stack.Sequence, rolledBack?.Sequence);
    }

    private void Look(StackVerdict? shows = null, params Hold[] holds)
    {
        verdict = shows ?? new StackVerdict.Good();
        Pass(new Event.ObjectSeen(Web, 1, Present), Status(holds: holds));
    }

    private Command.Report Status(string? desired = null, Activity activity = Activity.Idle, params Hold[] holds) => new(new ObjectStatus
    {
        Id = Web,
        Desired = desired ?? spec.Fingerprint,
        Seen = Seen.Present,
        Activity = activity,
        Differences = [],
        Differing = null,
        Health = Health.Healthy,
        HealthMessage = null,
        Holds = [.. holds],
        Failures = [],
    });

    private void Pass(Event happened, Command? ordered = null)
    {
        watch.Happened(DateTimeOffset.UnixEpoch, happened);
        if (ordered is not null)
            watch.Ordered(DateTimeOffset.UnixEpoch, ordered);
        watch.Settled(DateTimeOffset.UnixEpoch);
    }
}
