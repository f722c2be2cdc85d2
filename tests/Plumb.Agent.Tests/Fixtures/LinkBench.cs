using Microsoft.Extensions.Logging;
using Plumb.Agent.Link;
using Plumb.Agent.State;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>The parts of the link, put together over a control plane that runs.</summary>
internal sealed class LinkBench : IDisposable
{
    private readonly HttpClient http;
    private readonly ILoggerFactory logs;

    public LinkBench(ControlPlane plane, string data, bool hints = true)
    {
        Log = new LogBook();
        logs = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        var retry = new LinkRetryOptions { First = TimeSpan.FromMilliseconds(10), Longest = TimeSpan.FromMilliseconds(50) };
        http = LinkClient.Create(plane.Address, Plumb.Platform.Remote.TrustedRoots.OfMachine);
        Link = new ControlPlaneLink(http, ControlPlane.Agent, ControlPlane.Token, TimeProvider.System);
        State = new LinkState(plane.Address, TimeProvider.System, logs.CreateLogger<LinkState>());
        Session = new Session(Link, new SessionRequest("i", "1", ["compose"], 1), State, retry, TimeProvider.System, logs.CreateLogger<Session>());
        Outbox = new Outbox(new AgentPaths(data), new OutboxLimits(), logs.CreateLogger<Outbox>());
        Sender = new ReportSender(
            Link, Session, State, Outbox, TimeSpan.FromMinutes(5), retry, TimeProvider.System, logs.CreateLogger<ReportSender>());
        Follower = new TargetFollower(
            Link, Session, State, new FollowOptions(TimeSpan.FromMilliseconds(300), hints), retry, TimeProvider.System, logs.CreateLogger<TargetFollower>());
    }

    public LogBook Log { get; }

    public ControlPlaneLink Link { get; }

    public LinkState State { get; }

    public Session Session { get; }

    public Outbox Outbox { get; }

    public ReportSender Sender { get; }

    public TargetFollower Follower { get; }

    public Task<LinkAnswer<TargetState>> GetAsync(string? etag = null, TimeSpan wait = default) =>
        Link.GetTargetStateAsync(etag, wait, generation: null, CancellationToken.None);

    public void Dispose()
    {
        Outbox.Dispose();
        Session.Dispose();
        http.Dispose();
        logs.Dispose();
    }
}
