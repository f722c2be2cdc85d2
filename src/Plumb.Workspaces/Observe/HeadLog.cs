namespace Plumb.Workspaces.Observe;

/// <summary>Reads a log of what a ref was: <c>OLD NEW WHO WHEN TAB WHY</c>, a line each.</summary>
internal static class HeadLog
{
    /// <summary>The commits that a log names, the newest first, each once. Zeros are no commit.</summary>
    public static IReadOnlyList<string> All(string file) => !File.Exists(file)
        ? []
        : [.. File.ReadLines(file).Reverse().SelectMany(NewThenOld).Where(IsCommit).Distinct(StringComparer.Ordinal)];

    /// <summary>The newest commit that a log names; null: it names none, or there is no log.</summary>
    public static string? Last(string file) => All(file) is [var last, ..] ? last : null;

    private static IEnumerable<string> NewThenOld(string line) => line.Split(' ', 3) is [var old, var now, _] ? [now, old] : [];

    private static bool IsCommit(string word) => word.Length is 40 or 64 && word.All(char.IsAsciiHexDigitLower) && word.AsSpan().Trim('0').Length > 0;
}
