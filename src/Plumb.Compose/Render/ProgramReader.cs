using System.Text.Json.Nodes;
using Plumb.Compose.Model;

namespace Plumb.Compose.Render;

/// <summary>What a service's file says of what runs in its containers.</summary>
internal static class ProgramReader
{
    public static ContainerProgram Of(JsonObject service) => new(
        Words(service, "entrypoint"),
        Words(service, "command"),
        // A name without a value is for Compose to fill in, and nothing where it cannot.
        [.. service.Map("environment").Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={pair.Value.Text()}")]);

    // An empty list takes back what the image says, each engine in its own way: nothing to compare with.
    private static List<string>? Words(JsonObject service, string key) =>
        service.List(key).Select(word => word.Text()!).ToList() is { Count: > 0 } words ? words : null;
}
