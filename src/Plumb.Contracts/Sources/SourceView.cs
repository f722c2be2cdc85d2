using System.Diagnostics.CodeAnalysis;

namespace Plumb.Contracts.Sources;

/// <summary>What a source is: a repository, a revision and a directory in it.</summary>
public record SourceSpec
{
    /// <summary>HTTPS or SSH URL, or an absolute local path.</summary>
    public required string Repository { get; init; }

    /// <summary>Branch, tag or commit; default <c>HEAD</c>.</summary>
    [AllowNull]
    public string Revision { get; init => field = value ?? "HEAD"; } = "HEAD";

    /// <summary>Relative to the repository's root; <c>.</c> is the root.</summary>
    [AllowNull]
    public string Directory { get; init => field = value ?? "."; } = ".";

    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(60);

    [AllowNull]
    public DiscoverySpec Discovery { get; init => field = value ?? new(); } = new();

    public CredentialsSpec? Credentials { get; init; }

    /// <summary>The agent that runs its stacks when nothing else says; null: none is targeted.</summary>
    public string? Agent { get; init; }
}

/// <summary>A source to be made or changed. <c>POST /sources</c>, <c>PUT /sources/{name}</c>.</summary>
public sealed record SourceBody : SourceSpec
{
    /// <summary>1 to 63 characters, see the rule for names; may be left out of a PUT.</summary>
    public string? Name { get; init; }
}

public sealed record DiscoverySpec
{
    /// <summary>How many directories deep below the deploy directory; 0 to 16. Default 1.</summary>
    public int Depth { get; set; } = 1;

    /// <summary>Stacks under a directory that is a stack itself are found too.</summary>
    public bool Nested { get; init; }
}

/// <summary>Where credentials are; never the secrets themselves.</summary>
public sealed record CredentialsSpec(string? TokenFile = null, string? Username = null, string? SshKeyFile = null);

public sealed record SourceView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>With any credentials in the URL masked.</summary>
    public required SourceSpec Spec { get; init; }

    public required RefreshStatus Refresh { get; init; }

    public int Stacks { get; init; }
}

/// <summary><c>GET /api/refresh-status</c>.</summary>
public sealed record RefreshStatus
{
    public string? Revision { get; init; }

    public string? CommitMessage { get; init; }

    public string? Ref { get; init; }

    /// <summary><c>branch</c>, <c>tag</c> or <c>commit</c>.</summary>
    public string? RefType { get; init; }

    public DateTimeOffset? RefreshedAt { get; init; }

    /// <summary><c>refreshing</c>, <c>queued</c>, <c>completed</c> or <c>failed</c>; null before the first.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("refreshStatus")]
    public string? Status { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("refreshError")]
    public string? Error { get; init; }
}
