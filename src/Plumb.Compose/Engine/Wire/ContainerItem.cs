using System.Text.Json.Serialization;

namespace Plumb.Compose.Engine.Wire;

/// <summary>A row of <c>GET /containers/json</c>.</summary>
public sealed record ContainerItem
{
    /// <summary>64 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Each with a leading <c>/</c>.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    public string Image { get; init; } = "";

    [JsonPropertyName("ImageID")]
    public string ImageId { get; init; } = "";

    /// <summary>Unix seconds.</summary>
    public long Created { get; init; }

    /// <summary><c>created running paused restarting removing exited dead</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>For people, and the only place of exit code and health: <c>Exited (1) 2 hours ago</c>, <c>Up 3 seconds (healthy)</c>.</summary>
    public string Status { get; init; } = "";

    public IReadOnlyList<PortItem>? Ports { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public AttachedNetworks? NetworkSettings { get; init; }

    public IReadOnlyList<MountItem>? Mounts { get; init; }

    public string Label(string name) => Labels is not null && Labels.TryGetValue(name, out var value) ? value : "";
}

public sealed record PortItem
{
    [JsonPropertyName("IP")]
    public string? Ip { get; init; }

    public int PrivatePort { get; init; }

    /// <summary>0: not published.</summary>
    public int PublicPort { get; init; }

    public string Type { get; init; } = "tcp";
}

public sealed record AttachedNetworks
{
    /// <summary>By the network's name.</summary>
    public IReadOnlyDictionary<string, Endpoint?>? Networks { get; init; }
}

public sealed record Endpoint
{
    [JsonPropertyName("NetworkID")]
    public string? NetworkId { get; init; }
}

/// <param name="Type"><c>bind volume tmpfs npipe</c>.</param>
/// <param name="Name">Of a volume.</param>
/// <param name="Source">Path on the host.</param>
/// <param name="Destination">Path in the container.</param>
public sealed record MountItem(string Type, string? Name, string? Source, string? Destination);
