using System.Text.RegularExpressions;

namespace Plumb.Compose.Render;

/// <summary>The project name of a stack that names none itself.</summary>
public static partial class ProjectName
{
    /// <summary>The path lower-cased with <c>/</c> as <c>-</c>; of <c>.</c>, the scope's own name. What Compose allows no project to hold is left out.</summary>
    /// <param name="scope"><c>source/NAME</c> or <c>publisher/NAME</c>.</param>
    /// <param name="path">The stack's path.</param>
    public static string Of(string scope, string path)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(path);
        var text = path == "." ? scope[(scope.IndexOf('/', StringComparison.Ordinal) + 1)..] : path;
        var name = new string([.. text.ToLowerInvariant().Replace('/', '-').Where(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')])
            .TrimStart('-', '_');

        // A path in another script leaves nothing over: a name that is at least always the same.
        return name.Length > 0 ? name : "stack-" + CanonicalModel.Hash($"{scope}\0{path}")[..8];
    }

    /// <summary>Whether Compose takes it as a project's name.</summary>
    /// <remarks>Source: the Compose specification, top-level <c>name</c>.</remarks>
    public static bool IsValid(string name) => Valid().IsMatch(name);

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*$", RegexOptions.None, 1000)]
    private static partial Regex Valid();
}
