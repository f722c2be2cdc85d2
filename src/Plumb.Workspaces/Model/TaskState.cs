namespace Plumb.Workspaces.Model;

/// <summary>Where a task stands. A closed list.</summary>
public enum TaskState
{
    Pending,
    Planning,
    Assigned,
    InProgress,
    Review,
    Completed,
    Blocked,
    Failed,
    Cancelled,
}
