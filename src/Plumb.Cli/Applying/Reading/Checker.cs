using System.Text.Json.Nodes;
using Plumb.Cli.Configuration;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying.Reading;

/// <summary>Reads the values of one document as what they must be, and gathers every error with its file, document and line.</summary>
/// <param name="File">As people know it.</param>
/// <param name="Document">From 1, of its file.</param>
/// <param name="Directory">Absolute; what paths in it are relative to.</param>
/// <param name="Errors">Are added to.</param>
internal sealed record Checker(string File, int Document, string Directory, List<Complaint> Errors)
{
    private const int LongestShown = 60;

    /// <param name="what">Completes "PATH …".</param>
    public void Wrong(YamlNode at, string path, string what, string code = UsageCodes.ConfigValue) =>
        Errors.Add(new(code, $"{File}:{at.Line} (document {Document}): {(path.Length == 0 ? "" : $"{path} ")}{what}"));

    /// <summary>Says what was expected instead.</summary>
    /// <returns>Nothing.</returns>
    public JsonNode? Expected(YamlNode at, string path, string expected)
    {
        Wrong(at, path, $"is {Shown(at)}; it must be {expected}");
        return null;
    }

    public void Unknown(YamlNode at, string path, IEnumerable<string> known) =>
        Wrong(at, path, $"is not known{Closest.Hint(path.Split('.')[^1], known)}; expected {(known.Any() ? string.Join(", ", known) : "nothing here")}", UsageCodes.ConfigKey);

    private static string Shown(YamlNode node) => node switch
    {
        YamlScalar { IsNull: true } => "empty",
        YamlScalar scalar => $"'{(scalar.Value.Length > LongestShown ? $"{scalar.Value[..LongestShown]}…" : scalar.Value)}'",
        _ => node.Kind,
    };
}
