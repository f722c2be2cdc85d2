namespace Plumb.Compose.Engine.Wire;

/// <summary>A row of <c>GET /networks</c>.</summary>
public sealed record NetworkItem
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string Driver { get; init; } = "";

    public IReadOnlyDictionary<string, string>? Options { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

public sealed record VolumeList(IReadOnlyList<VolumeItem>? Volumes);

/// <summary>A row of <c>GET /volumes</c>.</summary>
public sealed record VolumeItem
{
    public required string Name { get; init; }

    public string Driver { get; init; } = "";

    public IReadOnlyDictionary<string, string>? Options { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary><c>GET /images/{name}/json</c>.</summary>
public sealed record ImageDetail
{
    /// <summary><c>sha256:</c> and 64 hex digits.</summary>
    public required string Id { get; init; }

    public IReadOnlyList<string>? RepoTags { get; init; }

    public IReadOnlyList<string>? RepoDigests { get; init; }

    public ContainerConfig? Config { get; init; }
}

/// <summary><c>POST /containers/{id}/wait</c>.</summary>
public sealed record WaitResult(int StatusCode);
