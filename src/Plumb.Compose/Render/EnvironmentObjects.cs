using System.Text.Json.Nodes;

namespace Plumb.Compose.Render;

/// <summary>Configs and secrets that are made from a variable: Compose reads the variable when it applies, not when it renders.</summary>
internal static class EnvironmentObjects
{
    private const string Key = "x-plumb-values";

    /// <summary>Names of the variables that they are made from.</summary>
    public static IReadOnlyList<string> Names(JsonObject model)
    {
        string[] kinds = ["configs", "secrets"];
        return
        [
            .. kinds.SelectMany(k => model.Map(k)).Select(p => (p.Value as JsonObject).Text("environment")).OfType<string>()
                .Where(name => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A further file for Compose that brings their values out.</summary>
    public static string Probe(IEnumerable<string> names)
    {
        var values = new JsonObject();
        foreach (var name in names)
        {
            values[name] = $"${{{name}-}}";
        }

        return new JsonObject { [Key] = values }.ToJsonString();
    }

    public static IReadOnlyDictionary<string, string> Values(JsonObject rendered, IEnumerable<string> names)
    {
        var values = rendered.Map(Key);
        return names.ToDictionary(n => n, n => values.Text(n) ?? "", StringComparer.Ordinal);
    }
}
