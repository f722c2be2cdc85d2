namespace Plumb.Workspaces.Observe;

/// <summary>One look at a whole repository.</summary>
/// <param name="CommonDirectory">Where its refs and objects are, absolute.</param>
/// <param name="Refs">Every branch and every ref of ours, by full name.</param>
/// <param name="Worktrees">The main one first.</param>
internal sealed record RepositorySeen(string CommonDirectory, IReadOnlyDictionary<string, string> Refs, IReadOnlyList<WorktreeEntry> Worktrees)
{
    /// <summary>Tree and subject of every snapshot, by the ref's full name.</summary>
    public IReadOnlyDictionary<string, (string Tree, string Subject)> Snapshots { get; init; } = new Dictionary<string, (string, string)>(StringComparer.Ordinal);

    public string? Branch(string name) => Refs.GetValueOrDefault("refs/heads/" + name);

    public WorktreeEntry? At(string path) => Worktrees.FirstOrDefault(it => it.Path == path);
}
