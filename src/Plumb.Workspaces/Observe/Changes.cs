namespace Plumb.Workspaces.Observe;

/// <summary>What <c>git status --porcelain -z</c> lists. Source: git-status(1), "Porcelain Format Version 1".</summary>
/// <param name="Untracked">Paths below the worktree.</param>
/// <param name="Deleted">How many files of the commit are not there.</param>
internal sealed record Changes(bool None, IReadOnlyList<string> Untracked, int Deleted)
{
    public static Changes Read(string output)
    {
        var entries = output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return new(
            entries.Length == 0,
            [.. entries.Where(it => it.StartsWith("?? ", StringComparison.Ordinal)).Select(it => it[3..])],
            entries.Count(it => it.Length > 2 && (it[0] == 'D' || it[1] == 'D')));
    }
}
