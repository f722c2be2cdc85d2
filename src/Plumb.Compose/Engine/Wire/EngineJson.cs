using System.Text.Json.Serialization;

namespace Plumb.Compose.Engine.Wire;

/// <summary>The engine's JSON, as far as we read it. Unknown fields are skipped: engines add some with every version.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.Unspecified, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(EngineErrorBody))]
[JsonSerializable(typeof(EngineVersion))]
[JsonSerializable(typeof(EngineInfo))]
[JsonSerializable(typeof(List<ContainerItem>))]
[JsonSerializable(typeof(ContainerDetail))]
[JsonSerializable(typeof(List<NetworkItem>))]
[JsonSerializable(typeof(NetworkItem))]
[JsonSerializable(typeof(VolumeList))]
[JsonSerializable(typeof(VolumeItem))]
[JsonSerializable(typeof(ImageDetail))]
[JsonSerializable(typeof(HostSettings))]
[JsonSerializable(typeof(WaitResult))]
[JsonSerializable(typeof(EngineEvent))]
internal sealed partial class EngineJson : JsonSerializerContext;

internal sealed record EngineErrorBody([property: JsonPropertyName("message")] string? Message);
