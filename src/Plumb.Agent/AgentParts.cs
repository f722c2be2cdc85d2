using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Plumb.Agent.Desired;
using Plumb.Agent.Hosting;
using Plumb.Agent.Identity;
using Plumb.Agent.Link;
using Plumb.Agent.Reporting;
using Plumb.Agent.Rollback;
using Plumb.Agent.State;
using Plumb.Agent.Telemetry;
using Plumb.Compose.Model;
using Plumb.Contracts.Reports;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent;

/// <summary>The parts of one agent, and who talks to whom.</summary>
internal sealed class AgentParts : IAsyncDisposable
{
    private const string Telemetry = "Plumb";

    private readonly AgentOptions options;
    private readonly AgentServices services;
    private readonly StackDriver driver;
    private readonly HttpClient http;
    private readonly Meter meter = new(Telemetry);
    private readonly ActivitySource spans = new(Telemetry);
    private readonly TargetIntake intake;
    private readonly DesiredKeeper keeper;
    private readonly TargetFollower follower;
    private readonly LinkState state;
    private readonly Consent consent;

    public AgentParts(AgentOptions options, AgentServices services, StackDriver driver, AgentPaths paths, AgentIdentity identity)
    {
        (this.options, this.services, this.driver, Instance) = (options, services, driver, identity.Instance);
        var (time, logs, failpoints) = (services.Time, services.Logs, services.Failpoints);
        var retry = new LinkRetryOptions();
        var randomness = new Randomness(RandomNumberGenerator.GetInt32(int.MaxValue));

        http = LinkClient.Create(options.Server, options.Roots);
        var link = new ControlPlaneLink(http, options.Name, options.Token, time);
        state = new LinkState(options.Server, time, logs.CreateLogger<LinkState>());
        var opening = new SessionRequest(Instance, options.Version, ["compose"], options.Interval.TotalSeconds) { Labels = options.Labels, Annotations = options.Annotations };
        Session = new Session(link, opening, state, retry, time, logs.CreateLogger<Session>());
        Outbox = new Outbox(paths, new OutboxLimits(), logs.CreateLogger<Outbox>());
        Outbox.Generation = () => Session.Generation;
        Sender = new ReportSender(link, Session, state, Outbox, options.Heartbeat, retry, time, logs.CreateLogger<ReportSender>());
        follower = new TargetFollower(link, Session, state, new FollowOptions(options.Interval, options.Hints), retry, time, logs.CreateLogger<TargetFollower>());

        var memory = new MemoryStore(paths, logs.CreateLogger<MemoryStore>());
        var handled = new HandledRequests(paths, logs.CreateLogger<HandledRequests>());
        var requests = new RequestBook(handled);
        var reporter = new Reporter(
            new ReporterParts(
                options.Name, Outbox, new SyncRecords(paths, logs.CreateLogger<SyncRecords>()), new AlertBook(paths, identity.UsedBefore, new AlertLog(options.Name, logs.CreateLogger<AlertLog>())),
                new WorldBook(ComposeStep.Engine, memory.Worlds()), requests.HandledOf, failpoints),
            new FactsReader(driver.Facts, logs.CreateLogger<FactsReader>()).Read, time);
        var watch = new RollbackWatch(driver.Verdicts, time);
        var good = new LastGoodBook(paths, new RollbackParts(watch.VerdictOf, options.Ladder.AlertAt, failpoints, time), logs.CreateLogger<LastGoodBook>()) { Tell = reporter.Tell };
        (watch.Rested, watch.Unblocked) = (good.Looked, good.Retry);
        var listener = new LoopListeners<ComposeSpec, StackSeen>(
            new RequestListener(requests),
            reporter,
            watch,
            new LoopLog(options.Name, logs.CreateLogger<LoopLog>()),
            new LoopMetrics(meter),
            new LoopGauges(
                meter, time, () => state.HeardAt, [new(ComposeStep.Engine, BreakerPosition.Closed), .. memory.Worlds().Select(it => KeyValuePair.Create(it.World, it.Position))]),
            new LoopSpans(spans, options.Name));
        Loop = new LoopHost<ComposeSpec, StackSeen>(
            driver.Parts, memory, listener, LoopOptionsOf(options, Session), randomness, failpoints, time, logs.CreateLogger("Plumb.Agent.Loop"));

        intake = new TargetIntake(paths, new TargetCache(paths, logs.CreateLogger<TargetCache>()), failpoints, time, logs.CreateLogger<TargetIntake>());
        var contents = new ContentCache(paths, logs.CreateLogger<ContentCache>());
        var source = new ContentSource(contents, link, retry, failpoints, time, logs.CreateLogger<ContentSource>());
        driver.Contents?.Provide(async (checksum, stop) => (await source.GetAsync(checksum, stop)).Content);
        keeper = new DesiredKeeper(
            new DesiredBuilder(source, driver.Preparer, Instance, time, randomness.Next, logs.CreateLogger<DesiredBuilder>()), intake, contents, good, handled, requests, Loop.Post,
            new Departures(Instance, driver.Departed, reporter.Departing), reporter.NotPrepared, time, logs.CreateLogger<DesiredKeeper>())
        {
            Age = new DiskAge(intake, driver.Highest, options.Interval, time, logs.CreateLogger<DiskAge>()),
        };

        requests.StackHandled = reporter.Answer;
        requests.BreakerHandled = reporter.Answer;
        reporter.Gone = id =>
        {
            intake.Gone(id);
            good.Forget(id);
        };
        good.Changed = keeper.Again;
        consent = new Consent(link, options.Subscriptions, retry, time, logs.CreateLogger<Consent>());
        Session.Opened = () =>
        {
            reporter.ReportAll();
            consent.Ask();
        };
        Session.Fenced = Fence;
        var polls = meter.CreateCounter<long>("plumb_agent_polls_total", description: "This agent's polls of its target state, by answer: fresh, unchanged or failed");
        follower.Polled = answer => polls.Add(1, new KeyValuePair<string, object?>("answer", answer));
        follower.Stale = why => reporter.Tell(StaleAlert(why, time.GetUtcNow()), onlyOnce: false);
    }

    public string Instance { get; }

    public Session Session { get; }

    public Outbox Outbox { get; }

    public ReportSender Sender { get; }

    public LoopHost<ComposeSpec, StackSeen> Loop { get; }

    /// <summary>What runs beside the loop until cancelled.</summary>
    public IEnumerable<Task> Beside(CancellationToken cancellation)
    {
        yield return keeper.RunAsync(state.FirstWord, state.Confirmed, options.FirstWord, () => Loop.Post(new Event.Started()), cancellation);
        yield return follower.RunAsync(
            intake.Cached,
            accepted => keeper.Offer(intake.Accept(accepted)),
            cancellation);
        yield return Sender.RunAsync(cancellation);
        yield return consent.RunAsync(cancellation);
        if (options.Hints)
        {
            var pump = new HintPump(driver.Hints, id => Loop.Post(new Event.Hinted(id)), services.Time, services.Logs.CreateLogger<HintPump>());
            yield return pump.RunAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.DisposeAsync();
        Session.Dispose();
        Outbox.Dispose();
        consent.Dispose();
        http.Dispose();
        meter.Dispose();
        spans.Dispose();
    }

    private static LoopHostOptions LoopOptionsOf(AgentOptions options, Session session) => new()
    {
        Loop = new LoopOptions
        {
            World = ComposeStep.Engine,
            Interval = options.Interval,
            Concurrency = options.Concurrency,
            Hints = options.Hints,
            Ladder = options.Ladder,
            Breaker = options.Breaker,
            Contested = options.Contested,
        },
        Grace = options.Grace,
        Fence = () => session.FencedBy is { } why ? $"a newer process works for this agent: {why}" : null,
    };

    private static Alert StaleAlert(string? why, DateTimeOffset now) => new(
        "stale:target-state", Object: null, Firing: why is not null, "error",
        why is null
            ? "The control plane gives target states that are not older than what the agent has."
            : $"StaleState: the control plane gave an older target state, which was refused: {why}. Check its replicas; restore a backup with 'plumb restore' only.",
        now);

    private void Fence(string? why)
    {
        if (why is not null)
            Loop.CancelSteps();
        Loop.Post(new Event.FencedBy(why));
    }
}
