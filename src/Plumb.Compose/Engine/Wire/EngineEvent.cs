using System.Text.Json.Serialization;

namespace Plumb.Compose.Engine.Wire;

/// <summary>A line of <c>GET /events</c>.</summary>
public sealed record EngineEvent
{
    /// <summary><c>container network volume</c> …</summary>
    public string Type { get; init; } = "";

    /// <summary><c>create start die destroy update connect disconnect</c> …; <c>exec_start: CMD</c> and <c>health_status: healthy</c> carry more.</summary>
    public string Action { get; init; } = "";

    public EventActor? Actor { get; init; }

    /// <summary>Not an event: the engine has taken the subscription.</summary>
    [JsonIgnore]
    public bool IsSubscription => Type.Length == 0;

    [JsonPropertyName("timeNano")]
    public long TimeNano { get; init; }

    public string Attribute(string name) =>
        Actor?.Attributes is { } all && all.TryGetValue(name, out var value) ? value : "";
}

public sealed record EventActor
{
    [JsonPropertyName("ID")]
    public string Id { get; init; } = "";

    /// <summary>Of a container: its labels, <c>name</c> and <c>image</c>.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
