using Plumb.Contracts.Decisions;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Gates;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Explaining;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Tests.Explain;

/// <summary>Stacks as they look under each hold.</summary>
internal static class ExplainSamples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Stack Web = new()
    {
        Id = "0195-web",
        Publisher = new Publisher("0195-main", "main", Publisher.SourceKind, 0, new SourceSpec { Repository = "/srv/stacks.git" }, Complete: true),
        Name = "web",
        Driver = "compose",
        ComposeFile = "compose.yaml",
        Settings = new StackSettings(),
        Labels = [],
        Annotations = new Dictionary<string, string>(StringComparer.Ordinal),
        Selector = null,
        Refusal = null,
        SuspendedByPerson = false,
        Stopped = false,
        GoneAt = null,
        Sequence = 12,
        Checksum = new string('c', 64),
        Revision = "4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e",
        CommitMessage = "Two replicas for the front\n\nMore text.",
        Requests = [],
    };

    public static readonly StackReport Report = new()
    {
        Id = "r1",
        Number = 1,
        StackId = "0195-web",
        Status = StackStatus.Synced,
        ObservedSequence = 12,
        ComposeHash = "c0ffee",
        Differences = [],
        Holds = [],
        Failures = [],
        Health = "healthy",
        Known = true,
        Activity = "idle",
        SyncedRevision = "0a0b0c0d0e0f0a0b0c0d0e0f0a0b0c0d0e0f0a0b",
        SyncedCommitMessage = "First",
        SyncedComposeHash = "beef",
        SyncedAt = Noon.AddHours(-2),
        LastSyncAt = Noon.AddMinutes(-3),
        LastSyncStatus = "synced",
        Containers = [new ContainerView(new string('a', 64), "web-front-1", "front", "running", "healthy", "front:1", [])],
        LookedAt = Noon,
    };

    public static readonly DifferenceView Scale = new("scale", "front", null, "2", "1");

    public static ExplainView Explain(Stack stack, StackReport? report, IReadOnlyList<DecisionView>? decisions = null, bool reachable = true)
    {
        IReadOnlyList<StackState> states = report is null ? [] : [new StackState("local", report, Responsible: true, reachable, Noon.AddMinutes(-10))];
        var view = StackViews.Build(stack, StackPolicies.Of(stack.Settings, new PolicyDefaults()), ["local"], states, (_, _) => Noon.AddMinutes(-5));
        return ExplainText.Explain(view, decisions ?? []);
    }

    /// <summary>The web stack under one hold, placed as the part that places it does.</summary>
    public static ExplainView Held(HoldReason reason)
    {
        var (message, lift, minutes) = Placed(reason);
        var hold = new HoldView($"{reason}", message, Noon.AddMinutes(-5), minutes is { } wait ? Noon.AddMinutes(wait) : null, lift);
        var report = Report with { Status = StackStatus.Failed, Holds = [hold], Differences = Differing(reason) };
        return reason switch
        {
            HoldReason.Suspended => Explain(Web with { SuspendedByPerson = true }, report),
            HoldReason.Stopped => Explain(Web with { Stopped = true }, report),
            HoldReason.Unknown => Explain(Web, report with { Known = false, Health = "unknown" }),
            HoldReason.BackingOff => Explain(Web, report with { Failures = [new FailureView("up", 2, "service front: exit code 1\nlast lines:\nno such table: users", Noon.AddMinutes(-1), Noon.AddMinutes(1))] }, [Failed]),
            HoldReason.Blocked => Explain(Web, report with { Failures = [new FailureView("up", 5, "service front: image front:2 not found", Noon.AddMinutes(-1), null)] }, [Failed]),
            HoldReason.Refused => Explain(Web with { Refusal = new("compose.yaml", "yaml.aliases", "It has more than 1,000 aliases. Write them out.") }, Report),
            _ => Explain(Web, report),
        };
    }

    private static IReadOnlyList<DifferenceView> Differing(HoldReason reason) => reason switch
    {
        HoldReason.Unknown or HoldReason.Refused or HoldReason.NotOurs or HoldReason.ProjectConflict => [],
        HoldReason.Stopped => [new("state", "front", null, "stopped", "running")],
        HoldReason.RemovalNotEnabled => [new("orphan", "old", null, null, "web-old-1")],
        HoldReason.NeedsDecision => [new("volume", null, "web_data", "local o=size=2g", "local o=size=1g")],
        HoldReason.AwaitingAcknowledgement => [Scale, new("settings", "front", "memory", "256 MiB", "64 MiB"), new("content", null, "conf/app.ini", "as in Git", "changed on disk")],
        HoldReason.MassVanish => [new("scale", "front", null, "2", "0")],
        _ => [Scale],
    };

    private static (string Message, string Lift, int? Minutes) Placed(HoldReason reason) => reason switch
    {
        HoldReason.Suspended => ("the stack is suspended", "resume it", null),
        HoldReason.Stopped => ("the stack should be stopped", "", null),
        HoldReason.Unknown => ("the engine at unix:///var/run/docker.sock does not answer: connection refused", "", null),
        HoldReason.AwaitingAcknowledgement => ("drift of this stack waits for a person", "acknowledge it, or set driftPolicy: revert", null),
        HoldReason.RemovalNotEnabled => ("service old is gone from the file: removal is not enabled", "set remove.enabled, or delete it yourself", null),
        HoldReason.NotOurs => ("the Compose project web is not ours: it was made by hand", "adopt the stack, or give it another project name", null),
        HoldReason.ProjectConflict => ("apps/web wants the Compose project web too", "", null),
        HoldReason.DependencyNotReady => ("waits for db: it is not healthy", "", null),
        HoldReason.OutsideWindow => ("its window opens at 22:00", "", 600),
        HoldReason.BackingOff => ("up failed twice", "wait, or sync it", 1),
        HoldReason.Blocked => ("up failed 5 times", "unblock it, or change what is desired", null),
        HoldReason.BreakerOpen => ("the breaker of compose:engine is open", "", 2),
        HoldReason.MassRemoval => ("7 of 9 stacks would be removed", "", null),
        HoldReason.MassVanish => ("8 of 9 stacks vanished since the last look", "", null),
        HoldReason.Contested => ("service front was stopped again after each of 3 repairs", "", 1),
        HoldReason.NeedsDecision => ("the options of volume web_data differ", "", null),
        HoldReason.RolledBack => ("object 12 failed and object 11 was put back", "", null),
        HoldReason.Fenced => ("generation 8 works for this agent; this is 7", "", null),
        HoldReason.StaleState => ("the control plane offers version 40; this agent has 57", "", null),
        HoldReason.LimitReached => ("4 of 4 sessions are open", "", null),
        HoldReason.Refused => ("", "", null),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, message: null),
    };

    public static readonly DecisionView Failed = new()
    {
        Id = "d1",
        StackId = "0195-web",
        Cause = "sweep",
        Outcome = "failed",
        Differences = [Scale],
        Steps = [new StepView("up", "front", "scale of front is 1 instead of 2", "failed", "service front: exit code 1\nno such table: users", 4.2)],
        Holds = [],
        Started = Noon.AddMinutes(-1),
        DurationSeconds = 4.25,
    };
}
