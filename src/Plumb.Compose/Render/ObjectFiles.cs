using System.Globalization;
using System.Text.Json.Nodes;
using Plumb.Compose.Layout;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>
/// Files that configs and secrets are made of are content, as the control plane has it too: a host's own file is mounted as a volume, where everybody
/// sees that it is one.
/// </summary>
internal static class ObjectFiles
{
    /// <param name="model">With paths at the stack's place.</param>
    /// <param name="shown">The file to name.</param>
    public static Refusal? Broken(JsonObject model, StackContent content, StackPlace place, string shown)
    {
        foreach (var (section, what) in ((string, string)[])[("configs", "config"), ("secrets", "secret")])
        {
            foreach (var (name, value) in model.Map(section))
            {
                if ((value as JsonObject).Text("file") is not { } text || BrokenRule(PathRewrite.Undoubled(text), content.Root, place) is not { } rule)
                    continue;
                var whose = rule == "path.absolute" ? $"'{PathRewrite.Undoubled(text)}', a file of this host" : "a file outside of the repository";
                return new Refusal(shown, rule, $"The {what} '{name}' is made of {whose}. Only files of the repository are used: track it there, or mount a host's file as a volume.");
            }
        }

        return null;
    }

    /// <summary>Null: the path is the stack's own directory, or lies within the content.</summary>
    public static string? BrokenRule(string file, string root, StackPlace place)
    {
        if (file == place.Directory || file.StartsWith(place.Directory + "/", StringComparison.Ordinal))
            return null;
        if (!file.StartsWith(place.Beside + "/", StringComparison.Ordinal))
            return "path.absolute";
        var levels = int.Parse(file[(place.Beside.Length + 1)..].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture);
        return levels > (root == "." ? 0 : root.Split('/').Length) ? "path.outside" : null;
    }
}
