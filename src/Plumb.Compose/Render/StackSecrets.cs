using System.Text;
using System.Text.Json.Nodes;
using Plumb.Compose.Model;

namespace Plumb.Compose.Render;

/// <summary>
/// Values of a stack that must never be shown, by what they are called: all values would blot out every second word of a log.
/// Nothing shows values of a stack on purpose; this is for texts of the engine and of Compose that quote them.
/// </summary>
internal static class StackSecrets
{
    private const int Shortest = 6;

    private const int LongestText = 16 * 1024;

    private static readonly string[] Words = ["PASS", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "AUTH", "DSN", "_URL", "_URI"];

    public static IEnumerable<string> Of(RenderedStack stack)
    {
        var services = stack.Model.Map("services").Select(s => s.Value as JsonObject);
        var named = services.SelectMany(s => s.Texts("environment")).Where(e => Words.Any(w => e.Key.Contains(w, StringComparison.OrdinalIgnoreCase)));
        return stack.Variables.Values.Concat(stack.SecretTexts).Concat(named.Select(e => e.Value)).Where(v => v.Length >= Shortest).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The texts of the files that secrets are made of; certificates' worth, no more.</summary>
    public static IEnumerable<string> TextsOf(JsonObject model, ContentIndex content) => model.Map("secrets")
        .Select(s => (s.Value as JsonObject).Text("file"))
        .OfType<string>()
        .SelectMany(file => content.At(PathRewrite.Undoubled(file)))
        .Where(file => file.Bytes.Length <= LongestText)
        .Select(file => Encoding.UTF8.GetString(file.Bytes).Trim());
}
