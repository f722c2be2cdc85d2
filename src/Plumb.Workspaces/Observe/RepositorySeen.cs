namespace Plumb.Workspaces.Observe;

/// <summary>One look at a whole repository.</summary>
/// <param name="CommonDirectory">Where its refs and objects are, absolute.</param>
/// <param name="Refs">Every branch and every ref of ours, by full name.</param>
/// <param name="Worktrees">The main one first.</param>
internal sealed record RepositorySeen(string CommonDirectory, IReadOnlyDictionary<string, string> Refs, IReadOnlyList<WorktreeEntry> Worktrees)
{
    public string? Branch(string name) => Refs.GetValueOrDefault("refs/heads/" + name);

    public WorktreeEntry? At(string path) => Worktrees.FirstOrDefault(it => it.Path == path);
}
