using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Observe;

/// <summary>Whether a project's root is the directory that its worktrees were made in, and not the empty place where a disk should be.</summary>
internal static class RootCheck
{
    /// <summary>The file in the root that says so.</summary>
    public const string Marker = ".plumb-worktrees";

    /// <summary>Why nothing below the root can be told; null: it is as it was, or no worktree was ever made there.</summary>
    public static string? Problem(ProjectPlace project, RepositorySeen repository)
    {
        var marker = Path.Combine(project.Root, Marker);
        var ours = repository.Worktrees.Count(it => Marks.TaskOf(it.Lock) is not null && it.Path.StartsWith(project.Root + "/", StringComparison.Ordinal));
        return ours == 0 || File.Exists(marker)
            ? null
            : $"'{marker}' is gone, and {ours} worktrees with it: is a disk not mounted? If they were deleted on purpose, make that file again, empty, and they come back";
    }

    /// <summary>Makes the root, for the first worktree in it.</summary>
    public static void Make(string root)
    {
        Directory.CreateDirectory(root);
        var marker = Path.Combine(root, Marker);
        if (!File.Exists(marker))
            File.WriteAllBytes(marker, []);
    }
}
