namespace Plumb.Workspaces.Observe;

/// <summary>A worktree as <c>git worktree list --porcelain -z</c> has it.</summary>
/// <param name="Path">Absolute, as git has it registered.</param>
/// <param name="Head">40 or 64 hex digits; zeros where there is no commit; null: a bare repository.</param>
/// <param name="Branch">Without <c>refs/heads/</c>; null: detached, or bare.</param>
/// <param name="Lock">Why it is locked, empty where nobody said; null: it is not.</param>
internal sealed record WorktreeEntry(string Path, string? Head, string? Branch, string? Lock)
{
    private const string Heads = "refs/heads/";

    public bool HasCommit => Head is not null && Head.AsSpan().Trim('0').Length > 0;

    /// <summary>Each record ends with an empty line, each line with a zero byte. Source: git-worktree(1), "Porcelain Format".</summary>
    /// <exception cref="FormatException">This is no such list.</exception>
    public static IReadOnlyList<WorktreeEntry> Read(string output)
    {
        var entries = new List<WorktreeEntry>();
        WorktreeEntry? entry = null;
        foreach (var line in output.Split('\0'))
        {
            var (word, value) = line.IndexOf(' ', StringComparison.Ordinal) is var at and >= 0 ? (line[..at], line[(at + 1)..]) : (line, "");
            switch (word)
            {
                case "worktree":
                    entry = new(value, null, null, null);
                    break;
                case "" when entry is not null:
                    entries.Add(entry);
                    entry = null;
                    break;
                case "":
                    break;
                default:
                    entry = With(entry ?? throw new FormatException($"git worktree list began with '{word}'"), word, value);
                    break;
            }
        }

        return entries;
    }

    private static WorktreeEntry With(WorktreeEntry entry, string word, string value) => word switch
    {
        "HEAD" => entry with { Head = value },
        "branch" => entry with { Branch = value.StartsWith(Heads, StringComparison.Ordinal) ? value[Heads.Length..] : value },
        "locked" => entry with { Lock = value },
        // Detached, bare and prunable are read from the rest, and words of later versions are none of ours.
        _ => entry,
    };
}
