using System.Text;
using System.Text.Json.Nodes;
using Plumb.Compose.Model;
using Plumb.Platform.Secrets;

namespace Plumb.Compose.Render;

/// <summary>
/// Values of a stack that must never be shown. Nothing shows them on purpose; this is for texts of the engine, of Compose and of containers that quote them.
/// Everywhere, those that are called a secret: all values would blot out every second word of a log. In what is said of the stack itself, all of them.
/// </summary>
internal static class StackSecrets
{
    private const int Shortest = 6;

    private const int LongestText = 16 * 1024;

    private static readonly string[] Words = ["PASS", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "AUTH", "DSN", "_URL", "_URI"];

    public static IEnumerable<string> Of(RenderedStack stack)
    {
        var named = Environment(stack).Where(e => Words.Any(w => e.Key.Contains(w, StringComparison.OrdinalIgnoreCase)));
        return stack.Variables.Values.Concat(stack.SecretTexts).Concat(named.Select(e => e.Value)).Where(v => v.Length >= Shortest).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Knows every value of the stack's environment, whatever it is called, but for names that the stack's services, images and resources have too.</summary>
    public static SecretMask Own(RenderedStack stack)
    {
        var told = string.Join(
            '\n',
            stack.Services.Values.SelectMany(s => new[] { s.Name, s.Image }).Concat(stack.Networks.Keys).Concat(stack.Volumes.Keys).Append(stack.Project));
        var mask = new SecretMask();
        foreach (var value in Environment(stack).Select(e => e.Value).Where(v => v.Length >= Shortest && !told.Contains(v, StringComparison.OrdinalIgnoreCase)))
            mask.Add(value);
        return mask;
    }

    private static IEnumerable<KeyValuePair<string, string>> Environment(RenderedStack stack) =>
        stack.Model.Map("services").SelectMany(s => (s.Value as JsonObject).Texts("environment"));

    /// <summary>The texts of the files that secrets are made of; certificates' worth, no more.</summary>
    public static IEnumerable<string> TextsOf(JsonObject model, ContentIndex content) => model.Map("secrets")
        .Select(s => (s.Value as JsonObject).Text("file"))
        .OfType<string>()
        .SelectMany(file => content.At(PathRewrite.Undoubled(file)))
        .Where(file => file.Bytes.Length <= LongestText)
        .Select(file => Encoding.UTF8.GetString(file.Bytes).Trim());
}
