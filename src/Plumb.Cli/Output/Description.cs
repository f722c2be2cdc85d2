using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Cli.Kinds;

namespace Plumb.Cli.Output;

/// <summary>An object of the API for people: its fields in lines, objects indented, lists of objects as tables. Nothing is left out.</summary>
internal sealed class Description(Surroundings surroundings)
{
    private const int TitleWidth = 22;

    public void Write(JsonElement value, int indent = 0)
    {
        foreach (var property in value.EnumerateObject())
        {
            Field(property.Name, property.Value, indent);
        }
    }

    /// <summary>A field with its title.</summary>
    public void Field(string name, JsonElement value, int indent = 0)
    {
        var title = new string(' ', indent) + Title(name) + ":";
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.GetPropertyCount() > 0:
                Line(title);
                Write(value, indent + 2);
                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object:
                Line(title);
                Table(value, indent + 2);
                break;
            default:
                Line(title.PadRight(TitleWidth) + " " + Text(value));
                break;
        }
    }

    private void Table(JsonElement rows, int indent)
    {
        var columns = rows.EnumerateArray().SelectMany(r => r.EnumerateObject()).Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
        new TableWriter(surroundings, [.. columns.Select((c, i) => new string(' ', i == 0 ? indent : 0) + Title(c).ToUpperInvariant())], headers: true).Write(
        [
            .. rows.EnumerateArray().Select(row => (IReadOnlyList<Cell>)
            [
                .. columns.Select((column, i) => new Cell(new string(' ', i == 0 ? indent : 0) + (row.TryGetProperty(column, out var value) ? Text(value) : "-"))),
            ]),
        ]);
    }

    private string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "-",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => Text(value.GetString()!),
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "none" : string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => value.GetPropertyCount() == 0 ? "none" : string.Join(", ", value.EnumerateObject().Select(p => $"{p.Name}={Text(p.Value)}")),
        _ => value.GetRawText(),
    };

    private string Text(string text) =>
        text.Length is > 19 and < 36 && text[4] == '-' && text[^1] == 'Z' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? $"{text} ({Age.Of(time, surroundings.Time.GetUtcNow())} ago)"
            : text.Length == 0 ? "-" : text;

    private void Line(string text) => surroundings.Out.WriteLine(Clean.Line(text));

    /// <summary><c>lastSyncAt</c> is shown as <c>Last sync at</c>.</summary>
    private static string Title(string name)
    {
        var title = new StringBuilder();
        foreach (var c in name)
        {
            if (title.Length == 0)
            {
                title.Append(char.ToUpperInvariant(c));
            }
            else if (char.IsAsciiLetterUpper(c))
            {
                title.Append(' ').Append(char.ToLowerInvariant(c));
            }
            else
            {
                title.Append(c);
            }
        }

        return title.ToString();
    }
}
