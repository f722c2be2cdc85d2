using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Cli.Output;

internal static class JsonElements
{
    /// <summary>What was put together by hand, as what a server's answer is.</summary>
    public static JsonElement ToElement(this JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
