using System.Text;
using Plumb.Compose.Layout;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>All that a rendering depends on besides the content's bytes.</summary>
internal sealed record RenderRequest(TargetStack Stack, StackPlace Place, string FallbackProject)
{
    /// <summary>Grows when the same inputs would be rendered or hashed to something else.</summary>
    private const int Format = 1;

    private static readonly string[] InstructionNames = ["plumb.stack.yaml", ".plumbignore"];

    public static RenderRequest Of(TargetStack stack, StackPlaces places) =>
        new(stack, places.Of(stack.Scope, stack.Path), ProjectName.Of(stack.Scope, stack.Path));

    /// <summary>Compose files relative to the stack's directory; empty when none is known.</summary>
    public IReadOnlyList<string> Files => Stack.Settings.Files.Count > 0 ? Stack.Settings.Files : Stack.ComposeFile is { } found ? [found] : [];

    /// <summary>Content paths of what tells Compose and Plumb what to do.</summary>
    public IEnumerable<string> Instructions(string root) => Files.Concat(InstructionNames).Select(f => root == "." ? f : $"{root}/{f}");

    /// <summary>The same key, the same answer: 64 lower-case hex digits.</summary>
    public string Key(string checksum)
    {
        var key = new StringBuilder();
        Add(key, Format.ToString(System.Globalization.CultureInfo.InvariantCulture), checksum, Place.Directory, Place.Beside, FallbackProject, Stack.Settings.Project ?? "");
        Add(key, [.. Files]);
        Add(key, [.. Stack.Settings.Profiles]);
        Add(key, [.. Stack.Settings.EnvFiles]);
        Add(key, [.. Stack.Settings.Variables.OrderBy(v => v.Key, StringComparer.Ordinal).SelectMany(v => (string[])[v.Key, v.Value])]);
        return CanonicalModel.Hash(key.ToString());
    }

    private static void Add(StringBuilder key, params string[] parts)
    {
        foreach (var part in parts)
        {
            key.Append(part.Length).Append(':').Append(part);
        }

        key.Append('\n');
    }
}
