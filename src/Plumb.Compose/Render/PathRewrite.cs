using System.Text.Json.Nodes;
using Plumb.Compose.Layout;

namespace Plumb.Compose.Render;

/// <summary>Puts the stack's stable place where a rendered model names the directory that it was rendered in.</summary>
/// <remarks>Both in the form in which Compose writes them: <c>$</c> doubled.</remarks>
internal sealed class PathRewrite(string top, string root, StackPlace place)
{
    private readonly string _top = Doubled(top);
    private readonly int _levels = ContentStaging.Levels;

    /// <summary>A path that the stack names and that contains its own directory: it would mount or build what is not its content.</summary>
    public string? Ancestor { get; private set; }

    /// <summary>A path that begins with <c>~</c>: whose home that is, nobody said.</summary>
    public bool Home { get; private set; }

    public static string Doubled(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    public static string Undoubled(string text) => text.Replace("$$", "$", StringComparison.Ordinal);

    public void Apply(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (Rewritten(value) is { } text)
                    {
                        map[key] = text;
                    }
                    else
                    {
                        Apply(value);
                    }
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (Rewritten(list[i]) is { } text)
                    {
                        list[i] = text;
                    }
                    else
                    {
                        Apply(list[i]);
                    }
                }

                break;
        }
    }

    /// <summary>Null: nothing to change.</summary>
    private string? Rewritten(JsonNode? node)
    {
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            return null;
        }

        var at = text.IndexOf(_top, StringComparison.Ordinal);
        return at < 0 ? null : text[..at] + Stable(Undoubled(text[(at + _top.Length)..]));
    }

    private string Stable(string below)
    {
        var names = below.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var stack = root == "." ? [] : root.Split('/');
        string[] whole = [.. Enumerable.Repeat("u", _levels), .. stack];
        var common = 0;
        while (common < whole.Length && common < names.Length && whole[common] == names[common])
        {
            common++;
        }

        var up = whole.Length - common;
        var rest = string.Join('/', names[common..]);
        if (up > 0 && rest.Length == 0)
        {
            Ancestor ??= string.Join('/', Enumerable.Repeat("..", up));
        }

        Home |= rest == "~" || rest.StartsWith("~/", StringComparison.Ordinal);
        var from = up == 0 ? place.Directory : $"{place.Beside}/{up.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        return Doubled(rest.Length == 0 ? from : $"{from}/{rest}");
    }
}
