using System.Globalization;
using System.Text.Json.Nodes;
using Plumb.Contracts.Json;
using Plumb.Contracts.Naming;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying.Reading;

/// <summary>Reads a value as what it must be, and as the API takes it; what is wrong with it goes to the checker, and null comes back.</summary>
internal delegate JsonNode? Shape(Checker checker, YamlNode node, string path);

/// <param name="Required">It must be there, and have a value.</param>
internal sealed record Field(string Key, Shape Shape, bool Required = false);

/// <summary>What values may be.</summary>
internal static class Shapes
{
    public static Shape Text { get; } = Scalar("a text", text => JsonValue.Create(text));

    public static Shape Name { get; } = Scalar($"a name: {NameRule.Expected}", text => NameRule.Holds(text) ? JsonValue.Create(text) : null);

    public static Shape Value { get; } = Scalar($"a value: {NameRule.ExpectedValue}", text => NameRule.HoldsForValue(text) ? JsonValue.Create(text) : null);

    /// <summary>Above zero.</summary>
    public static Shape Period { get; } = Scalar("a duration above zero, such as 30s, 5m or 1h30m", text => Duration.TryParse(text, out var period) && period > TimeSpan.Zero ? JsonValue.Create(Duration.Format(period)) : null);

    public static Shape Truth { get; } = (checker, node, path) => node is YamlScalar { Plain: true, Value: "true" or "false" } truth
        ? JsonValue.Create(truth.Value == "true")
        : checker.Expected(node, path, "true or false");

    public static Shape Whole(int from, int to) => (checker, node, path) =>
        node is YamlScalar { Plain: true } scalar && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? JsonValue.Create(number)
            : checker.Expected(node, path, $"a whole number from {from} to {to}");

    public static Shape OneOf(params string[] words) => Scalar(string.Join(" or ", words), text => words.Contains(text, StringComparer.Ordinal) ? JsonValue.Create(text) : null);

    public static Shape List(Shape item) => (checker, node, path) => node is YamlSequence list
        ? new JsonArray([.. list.Items.Select((one, at) => item(checker, one, $"{path}[{at}]"))])
        : checker.Expected(node, path, "a list, such as [a, b]");

    public static Shape Map(Shape key, Shape value) => (checker, node, path) =>
    {
        if (node is not YamlMapping map)
        {
            return checker.Expected(node, path, "keys and values, such as { key: value }");
        }

        var read = new JsonObject();
        foreach (var (name, of) in map.Entries())
        {
            key(checker, name, $"the key {path}.{name.Value}");
            read[name.Value] = value(checker, of, $"{path}.{name.Value}");
        }

        return read;
    };

    /// <summary>These keys and no others. One without a value is as if it were not there.</summary>
    public static Shape Object(params Field[] fields) => (checker, node, path) =>
    {
        if (node is not YamlMapping map)
        {
            return checker.Expected(node, path, $"keys and values: {string.Join(", ", fields.Select(field => field.Key))}");
        }

        var read = new JsonObject();
        foreach (var (name, value) in map.Entries())
        {
            var below = path.Length == 0 ? name.Value : $"{path}.{name.Value}";
            if (fields.FirstOrDefault(field => field.Key == name.Value) is not { } field)
            {
                checker.Unknown(name, below, fields.Select(known => known.Key));
            }
            else if (value is not YamlScalar { IsNull: true })
            {
                read[name.Value] = field.Shape(checker, value, below);
            }
        }

        foreach (var missing in fields.Where(field => field.Required && map[field.Key] is null or YamlScalar { IsNull: true }))
        {
            checker.Wrong(node, path.Length == 0 ? missing.Key : $"{path}.{missing.Key}", "is missing");
        }

        return read;
    };

    private static Shape Scalar(string expected, Func<string, JsonNode?> read) => (checker, node, path) =>
        node is YamlScalar { IsNull: false } scalar && read(scalar.Value) is { } value ? value : checker.Expected(node, path, expected);
}
