using System.Globalization;
using System.Text.Json.Nodes;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Stage;

/// <summary>A container as the engine shows it.</summary>
internal sealed record Seen(string Id, string Name, string Service, string State, DateTimeOffset StartedAt, JsonNode Inspected)
{
    /// <summary>The last word of its command as a number: how long it sleeps.</summary>
    public int Sleep => int.Parse(Inspected["Config"]!["Cmd"]!.AsArray()[^1]!.GetValue<string>(), CultureInfo.InvariantCulture);

    public static async Task<IReadOnlyList<Seen>> OfProjectAsync(RealEngine engine, string project)
    {
        var filters = Uri.EscapeDataString($$"""{"label":["com.docker.compose.project={{project}}"]}""");
        var listed = (await engine.Api.GetAsync($"containers/json?all=1&filters={filters}"))!.AsArray();
        var seen = new List<Seen>();
        foreach (var id in listed.Select(container => container!["Id"]!.GetValue<string>()))
        {
            // It may go between the two calls.
            if (await engine.Api.GetAsync($"containers/{id}/json") is { } inspected)
                seen.Add(Of(inspected));
        }

        return [.. seen.OrderBy(container => container.Name, StringComparer.Ordinal)];
    }

    private static Seen Of(JsonNode inspected) => new(
        inspected["Id"]!.GetValue<string>(),
        inspected["Name"]!.GetValue<string>().TrimStart('/'),
        inspected["Config"]!["Labels"]!["com.docker.compose.service"]?.GetValue<string>() ?? "",
        inspected["State"]!["Status"]!.GetValue<string>(),
        DateTimeOffset.Parse(inspected["State"]!["StartedAt"]!.GetValue<string>()),
        inspected);
}
