using Plumb.Agent.Identity;
using Plumb.Compose;
using Plumb.Compose.Engine;
using Plumb.Kernel.Failures;
using Plumb.Platform.Remote;

namespace Plumb.Agent;

/// <summary>How one agent is set up. Defaults are the documented ones.</summary>
public sealed record AgentOptions
{
    /// <summary>The control plane's address, such as <c>http://127.0.0.1:8080</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>The agent's key.</summary>
    public required string Token { get; init; }

    /// <summary>The agent's name or id at the control plane.</summary>
    public required string Name { get; init; }

    /// <summary>Whose certificates are believed where the server's address is https. Default: the machine's authorities.</summary>
    public TrustedRoots Roots { get; init; } = TrustedRoots.OfMachine;

    /// <summary>The agent's labels, these and no others; null: as the control plane has them.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The agent's annotations, these and no others; null: as the control plane has them.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Publishers that the agent consents to serve.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>Absolute path of the data directory.</summary>
    public required string Data { get; init; }

    /// <summary>Whose containers are this agent's; null: <c>DATA/instance</c>, else derived.</summary>
    public string? Instance { get; init; }

    /// <summary>Time between sweeps; positive. Default 30 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Engine events and long polls make looks come sooner. Off, sweeps alone find changes.</summary>
    public bool Hints { get; init; } = true;

    /// <summary>The Docker engine as <c>DOCKER_HOST</c> has it: <c>unix:///path</c> or <c>tcp://host:port</c>.</summary>
    public string Engine { get; init; } = EngineAddress.Default.Text;

    /// <summary>Absolute path of the Compose plugin's binary; null: the first that works of plugin directories, home and search path.</summary>
    public string? ComposeBinary { get; init; }

    /// <summary>Home directory with <c>.docker</c>: registry credentials and plugins; null: none.</summary>
    public string? Home { get; init; }

    /// <summary>Directory of Docker's <c>config.json</c>, as <c>DOCKER_CONFIG</c> has it; null: below <see cref="Home"/>.</summary>
    public string? DockerConfig { get; init; }

    /// <summary>Directories separated by <c>:</c> that <c>docker-compose</c> may be in; null: none.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Stacks applied at once; at least 1. Default 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Every container is inspected at least this often; positive. Default 10 min.</summary>
    public TimeSpan DeepInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest silence towards the control plane; positive. Default 5 min.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the control plane has to say what counts now, before what an earlier process was told is acted on; positive. One that refuses the
    /// connection is not waited for. Default 5 s.
    /// </summary>
    public TimeSpan FirstWord { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long running steps may go on when the agent is asked to end. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    public LadderOptions Ladder { get; init; } = new();

    public BreakerOptions Breaker { get; init; } = new();

    public ContestedOptions Contested { get; init; } = new();

    /// <summary>
    /// Directory of this host's locks, one for each engine and instance, writable for this user alone; null: only the data
    /// directory is locked. Default <c>/run/plumb</c> for root, <c>plumb</c> in the user's runtime directory, or null where there is none.
    /// </summary>
    public string? HostLocks { get; init; } = Environment.IsPrivilegedProcess ? "/run/plumb"
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } own ? Path.Combine(own, "plumb") : null;

    /// <summary>The machine's id.</summary>
    public string MachineIdFile { get; init; } = "/etc/machine-id";

    /// <summary>Plumb's version, for the control plane.</summary>
    public string Version { get; init; } = "0.1.0";

    internal ComposeDriverOptions DriverFor(string instance) => new()
    {
        Engine = EngineAddress.TryParse(Engine, out var address, out var wrong) ? address : throw new AgentStartException(wrong),
        ComposeBinary = ComposeBinary,
        DataDirectory = Data,
        Instance = instance,
        Home = Home,
        DockerConfig = DockerConfig,
        SearchPath = SearchPath,
        DeepInterval = DeepInterval,
    };
}
