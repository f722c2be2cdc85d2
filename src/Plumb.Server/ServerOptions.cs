using Plumb.Contracts.Sources;
using Plumb.Server.Api;
using Plumb.Server.Notices;
using Plumb.Server.Stacks;
using Plumb.Server.Webhooks;

namespace Plumb.Server;

/// <summary>How a control plane runs.</summary>
public sealed record ServerOptions
{
    /// <summary>Absolute; made when it is not there. The database lies in <c>state/plumb.db</c> under it, the admin key in <c>admin.key</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The connection string of a PostgreSQL database that any number of control planes share; null: SQLite, in the data directory. A secret.</summary>
    public string? Postgres { get; init; }

    /// <summary>An IP address or <c>localhost</c>. Default 127.0.0.1.</summary>
    public string ListenHost { get; init; } = "127.0.0.1";

    /// <summary>0: any free one. Default 8080.</summary>
    public int ListenPort { get; init; } = 8080;

    /// <summary>Further names in the Host header that this server is reached by.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    public AnonymousRead AnonymousRead { get; init; } = AnonymousRead.Loopback;

    /// <summary>What pushes that Git hosts tell of are checked with; null: webhooks are refused.</summary>
    public WebhookSecret? Webhook { get; init; }

    /// <summary>Who is told of what; null: nobody, beyond the log.</summary>
    public NoticeOptions? Notices { get; init; }

    /// <summary>What holds for stacks whose own file does not say.</summary>
    public PolicyDefaults Policies { get; init; } = new();

    /// <summary>Sources from the command line: made, or changed to this, at each start.</summary>
    public IReadOnlyList<NamedSource> Sources { get; init; } = [];

    /// <summary>
    /// The agent in this same process, if there is one. The one who starts both consents for it: it is subscribed to every
    /// source, and targeted to those whose spec names no agent.
    /// </summary>
    public string? LocalAgent { get; init; }

    /// <summary>Its labels, these and no others; null: as they are.</summary>
    public IReadOnlyList<string>? LocalAgentLabels { get; init; }

    /// <summary>Its annotations, these and no others; null: as they are.</summary>
    public IReadOnlyDictionary<string, string>? LocalAgentAnnotations { get; init; }

    /// <summary>Off: sources are only refreshed when somebody else publishes their snapshots (tests). Default on.</summary>
    public bool RefreshSources { get; init; } = true;

    /// <summary>On: the OpenAPI document is made from the routes, not read from the build (the test that commits it).</summary>
    internal bool MakeOpenApi { get; init; }
}

/// <param name="Name">Unique; the first source's stacks are named by their path alone.</param>
public sealed record NamedSource(string Name, SourceSpec Spec);
