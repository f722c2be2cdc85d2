using System.Text.Json.Serialization.Metadata;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Alerts;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Events;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Server;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Contracts.Tests.Json;

/// <summary>One of everything that crosses the wire, every field filled.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private static readonly DifferenceView Difference = new("scale", "web", "replicas", "2", "1");
    private static readonly HoldView Hold = new("BackingOff", "up failed twice", Noon, Noon.AddMinutes(1), "wait, or sync it");
    private static readonly FailureView Failure = new("up", 2, "exit code 1", Noon, Noon.AddMinutes(1));
    private static readonly ContainerView Container = new(new string('a', 64), "web-web-1", "web", "running", "healthy", "busybox:1", ["127.0.0.1:8080->80/tcp"]);
    private static readonly WorldView World = new("compose:engine", "connection refused", "open", Noon, Noon.AddMinutes(1), "10 failed steps");
    private static readonly AlertView Alert = new("a1", "failing:web:up", "s1", "web", "edge", "resolved", "error", "web fails.", Noon, Noon.AddMinutes(5));

    private static readonly NoticeView Notice = new()
    {
        Id = "n1",
        Channel = "webhook",
        State = NoticeState.GivenUp,
        Body = new(
            NoticeTypes.Group, Noon, new("Plumb", "critical", "1 firing", [new(NoticeTypes.AlertFiring, Noon, "critical", "edge:failing:web:up", "a1", "web", "edge", "web fails.", Flapping: true)], 2)),
        Attempts = 3,
        NextAt = Noon.AddMinutes(1),
        LastAt = Noon,
        Answer = "503 Service Unavailable",
    };

    private static readonly StackSettings Settings = new()
    {
        Name = "web",
        Project = "web",
        Files = ["compose.yaml"],
        Profiles = ["prod"],
        EnvFiles = ["prod.env"],
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TAG"] = "1.4" },
        Labels = ["prod"],
        Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = "eu" },
        Selector = "env=prod,!spot",
        DependsOn = ["db"],
        DriftPolicy = DriftPolicy.Flag,
        ChangePolicy = ChangePolicy.Auto,
        Remove = new RemovePolicy(true, Volumes: true),
        RollbackOnFailure = true,
        RepairUnhealthy = true,
        Health = new HealthSettings { Timeout = TimeSpan.FromSeconds(90) },
        Pull = PullPolicy.Always,
        Suspend = true,
    };

    private static readonly StackRecord Record = new()
    {
        Path = "web",
        ComposeFile = "compose.yaml",
        ComposeHash = "c0ffee",
        Fingerprint = "f1",
        Status = StackStatus.Failed,
        Held = "BackingOff",
        Orphaned = true,
        SyncedRevision = "4f1c",
        SyncedCommitMessage = "First",
        SyncedComposeHash = "beef",
        SyncedAt = Noon,
        LastSyncAt = Noon,
        LastSyncStatus = "failed",
        LastSyncError = "held: BackingOff: up failed twice",
        ContainersRunning = 1,
        ContainersTotal = 2,
    };

    private static readonly DecisionView Decision = new()
    {
        Id = "d1",
        StackId = "s1",
        Stack = "web",
        Agent = "edge",
        Cause = "sweep",
        Outcome = "failed",
        Desired = "x",
        Fingerprint = "f1",
        Revision = "4f1c",
        Differences = [Difference],
        Steps = [new StepView("up", "web", "scale", "failed", "exit code 1", 4.25)],
        Holds = [Hold],
        Started = Noon,
        DurationSeconds = 4.5,
    };

    private static readonly TargetStack Target = new()
    {
        Id = "s1",
        Name = "web",
        Scope = "source/main",
        Path = "web",
        Driver = "compose",
        Sequence = 12,
        Checksum = new string('c', 64),
        Revision = "4f1c",
        CommitMessage = "First",
        ComposeFile = "compose.yaml",
        Settings = Settings,
        Refusal = new Refusal("compose.yaml", "yaml.depth", "Too deep."),
        Orphaned = true,
        Suspended = true,
        Stopped = true,
        ReconcileEnabled = false,
        DriftPolicy = DriftPolicy.Revert,
        ChangePolicy = ChangePolicy.Flag,
        RemoveEnabled = true,
        Requests = [new StackRequest("q1", StackAsk.Sync, "admin", Noon)],
    };

    private static readonly StackReport Report = new()
    {
        Id = "r1",
        Number = 7,
        Generation = 3,
        StackId = "s1",
        Status = StackStatus.Syncing,
        ObservedSequence = 12,
        ComposeHash = "c0ffee",
        Fingerprint = "f1",
        Differences = [Difference],
        Holds = [Hold],
        Failures = [Failure],
        Health = "progressing",
        HealthMessage = "web is starting",
        Known = true,
        Activity = "running",
        SyncedRevision = "4f1c",
        SyncedCommitMessage = "First",
        SyncedComposeHash = "beef",
        SyncedAt = Noon,
        LastSyncAt = Noon,
        LastSyncStatus = "syncing",
        LastSyncError = "x",
        Containers = [Container],
        Handled = ["q1"],
        LookedAt = Noon,
    };

    private static readonly StackView View = new()
    {
        Id = "s1",
        Name = "web",
        Publisher = "main",
        Scope = "source/main",
        Driver = "compose",
        Agents = ["edge"],
        Labels = ["prod"],
        Settings = new StackSettings(),
        Sequence = 12,
        Revision = "4f1c",
        CommitMessage = "First",
        Suspended = true,
        Stopped = true,
        Record = Record,
        Health = "healthy",
        Conditions = [new ConditionView("Synced", "False", "Held", "up failed twice", Noon, 12)],
        Differences = [Difference],
        Holds = [Hold],
        Failures = [Failure],
        LookedAt = Noon,
        Pending = [new StackRequest("q1", StackAsk.Look, "admin", Noon)],
    };

    public static IReadOnlyDictionary<string, (object Value, JsonTypeInfo Type)> All { get; } = new Dictionary<string, (object, JsonTypeInfo)>(StringComparer.Ordinal)
    {
        ["target-state"] = (new TargetState("e1", 57, Complete: true, [Target], [new DeletionMarker("s2", "source/main", "old", KeepRunning: true, 11)], [new BreakerRequest("b1", "compose:engine", Open: true, "admin", Noon)]) { Departing = [new DepartingStack("s3", RemoveEnabled: true)] }, PlumbJson.Default.TargetState),
        ["stack-content"] = (new StackContent("web", [new ContentFile("web/compose.yaml", "100644", new string('b', 40), [1, 2, 3])]), PlumbJson.Default.StackContent),
        ["session-request"] = (new SessionRequest("i1", "0.1.0", ["compose"], 30), PlumbJson.Default.SessionRequest),
        ["session-grant"] = (new SessionGrant(1772366400250), PlumbJson.Default.SessionGrant),
        ["report-batch"] = (new ReportBatch(3, [
            Report,
            new StackGone { Id = "r2", Number = 8, StackId = "s2" },
            new DecisionReport { Id = "r3", Number = 9, Decision = Decision },
            new AlertReport { Id = "r4", Number = 10, Alert = Alert },
            new AlertsStanding { Id = "r6", Number = 12, Firing = ["failing:web:up"] },
            new WorldReport { Id = "r5", Number = 11, World = World, Handled = ["b1"] }]), PlumbJson.Default.ReportBatch),
        ["stack-record"] = (Record, PlumbJson.Default.StackRecord),
        ["stack-view"] = (View, PlumbJson.Default.StackView),
        ["containers"] = ((IReadOnlyList<ContainerView>)[Container], PlumbJson.Default.IReadOnlyListContainerView),
        ["diff"] = (new DiffView("web", "f1", Fresh: true, Noon, [Difference]), PlumbJson.Default.DiffView),
        ["history"] = (new Page<DeploymentObjectView>([new DeploymentObjectView(12, new string('c', 64), "4f1c", "First", "source/main", Noon, Current: true)], "12"), PlumbJson.Default.PageDeploymentObjectView),
        ["action"] = (new ActionView("web", "sync", "q1"), PlumbJson.Default.ActionView),
        ["decision"] = (Decision, PlumbJson.Default.DecisionView),
        ["alert"] = (Alert, PlumbJson.Default.AlertView),
        ["agent"] = (new AgentView { Id = "a1", Name = "edge", Instance = "i1", Version = "0.1.0", Status = "Ready", LastSeen = Noon, Drivers = ["compose"], Labels = ["eu"], Worlds = [World] }, PlumbJson.Default.AgentView),
        ["source"] = (new SourceView
        {
            Id = "p1",
            Name = "main",
            Stacks = 3,
            Spec = new SourceSpec { Repository = "https://git.example/infra.git", Revision = "main", Directory = "stacks", Poll = TimeSpan.FromMinutes(1), Discovery = new DiscoverySpec { Depth = 2, Nested = true }, Credentials = new CredentialsSpec("/run/secrets/git"), Agent = "edge" },
            Refresh = new RefreshStatus { Revision = "4f1c", CommitMessage = "First", Ref = "main", RefType = "branch", RefreshedAt = Noon, Status = "failed", Error = "no route to host" },
        }, PlumbJson.Default.SourceView),
        ["notice-body"] = (Notice.Body, PlumbJson.Default.NoticeBody),
        ["notices"] = (new Page<NoticeView>([Notice], "n1"), PlumbJson.Default.PageNoticeView),
        ["notice-replay"] = (new NoticeReplayBody(Noon, "webhook"), PlumbJson.Default.NoticeReplayBody),
        ["notice-test"] = (new NoticeTestBody("webhook"), PlumbJson.Default.NoticeTestBody),
        ["notices-queued"] = (new NoticesQueued(["n1"]), PlumbJson.Default.NoticesQueued),
        ["problem"] = (ProblemCodes.StackUnknown.With("There is no stack 'web'."), PlumbJson.Default.Problem),
        ["event-upsert"] = (new StackUpsertEvent(Record), PlumbJson.Default.StackUpsertEvent),
        ["event-delete"] = (new StackDeleteEvent("web", Noon), PlumbJson.Default.StackDeleteEvent),
        ["event-refresh"] = (new RefreshStatusEvent("main", "4f1c", "First", "main", "branch", Noon, "completed", null), PlumbJson.Default.RefreshStatusEvent),
        ["ready"] = (new ReadyView(Ready: false, [new ReadyCheck("store", Good: false, "The disk is full.")]), PlumbJson.Default.ReadyView),
        ["audit"] = (new Page<AuditView>([new AuditView("u1", Noon, "admin", "admin", "stack.sync", "web")], null), PlumbJson.Default.PageAuditView),
    };
}
