using System.Text.Json.Serialization;

namespace Plumb.Compose.Engine.Wire;

/// <param name="Version">Such as <c>20.10.24</c>.</param>
/// <param name="ApiVersion">Highest that it speaks, such as <c>1.41</c>.</param>
/// <param name="MinApiVersion">Lowest that it speaks.</param>
public sealed record EngineVersion(
    string Version, string ApiVersion, [property: JsonPropertyName("MinAPIVersion")] string MinApiVersion, string Os, string Arch);
