namespace Plumb.Platform.Git;

/// <summary>The rules for a revision that somebody else chose: a name, never an expression nor an option.</summary>
public static class GitRevisionName
{
    private const string Forbidden = " ~^:?*[\\";

    /// <summary>What is wrong with it; null: it may be looked up.</summary>
    /// <remarks>Source: git-check-ref-format.</remarks>
    public static string? Wrong(string revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return revision.Length is 0 or > 250 ? "it must have 1 to 250 characters"
            : revision.StartsWith('-') ? "it begins with '-'"
            : revision.Any(c => char.IsControl(c) || Forbidden.Contains(c, StringComparison.Ordinal)) ? "it holds a character that no branch or tag may have"
            : revision.Contains("..", StringComparison.Ordinal) || revision.Contains("@{", StringComparison.Ordinal) || revision.Contains("//", StringComparison.Ordinal) ? "it is an expression, not a name"
            : revision.StartsWith('/') || revision.EndsWith('/') || revision.EndsWith('.') ? "it begins or ends as no branch or tag may"
            : revision.Split('/').Any(p => p.StartsWith('.') || p.EndsWith(".lock", StringComparison.Ordinal)) ? "a part of it begins with '.' or ends with '.lock'"
            : null;
    }

    /// <summary>Hex digits: 40 or 64 of them name a commit, 4 or more may be the beginning of one.</summary>
    public static bool MayBeCommit(string revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return revision.Length is >= 4 and <= 64 && revision.All(char.IsAsciiHexDigit);
    }

    public static bool IsCommit(string revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return revision.Length is 40 or 64 && revision.All(char.IsAsciiHexDigit);
    }
}
