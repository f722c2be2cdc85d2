namespace Plumb.Workspaces.Plan;

/// <summary>The parts of a task's infrastructure, as differences, failures and people call them.</summary>
internal static class Parts
{
    public const string Branch = "branch";
    public const string Worktree = "worktree";
}
