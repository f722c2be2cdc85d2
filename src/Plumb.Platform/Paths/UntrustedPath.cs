namespace Plumb.Platform.Paths;

/// <summary>The rules for a path that somebody else chose: relative, <c>/</c>-separated, never leading out.</summary>
public static class UntrustedPath
{
    // Linux: PATH_MAX and NAME_MAX.
    private const int LongestPath = 4095;
    private const int LongestName = 255;

    /// <summary>The rule that a path breaks, a stable word such as <c>path.parent</c>; null: it may be used below a root.</summary>
    public static string? BrokenRule(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length == 0 ? "path.empty"
            : path.Contains('\0', StringComparison.Ordinal) ? "path.nul"
            : path.Contains('\\', StringComparison.Ordinal) ? "path.backslash"
            : path[0] == '/' ? "path.absolute"
            : System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath ? "path.long"
            : path.Split('/').Select(BrokenRuleOfName).FirstOrDefault(r => r is not null);
    }

    /// <summary>The names that the path is made of.</summary>
    /// <exception cref="UntrustedPathException">It breaks a rule.</exception>
    public static string[] Names(string path) =>
        BrokenRule(path) is { } rule ? throw new UntrustedPathException(path, rule) : path.Split('/');

    private static string? BrokenRuleOfName(string name) => name switch
    {
        "" or "." => "path.empty-name",
        ".." => "path.parent",
        _ => System.Text.Encoding.UTF8.GetByteCount(name) > LongestName ? "path.long" : null,
    };
}
