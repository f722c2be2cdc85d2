namespace Plumb.Workspaces.Model;

/// <summary>What must exist in each state: one pure function for subtasks and one for epics.</summary>
public static class WantedParts
{
    private static readonly Infrastructure Nothing = new(Part.Absent, Part.Absent, PullRequestWish.None, Session: false);

    /// <param name="retained">The time that a failed or cancelled task's remains are kept has not passed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An epic's state.</exception>
    public static Infrastructure OfSubtask(TaskState state, bool retained) => state switch
    {
        TaskState.Pending => Nothing,
        TaskState.Assigned => new(Part.Present, Part.Present, PullRequestWish.Draft, Session: false),
        TaskState.InProgress => new(Part.Present, Part.Present, PullRequestWish.Draft, Session: true),
        TaskState.Review => new(Part.Present, Part.Present, PullRequestWish.Ready, Session: false),
        TaskState.Completed => new(Part.Absent, Part.Absent, PullRequestWish.Merged, Session: false),
        TaskState.Blocked => new(Part.Kept, Part.Kept, PullRequestWish.Draft, Session: false),
        TaskState.Failed when retained => new(Part.Kept, Part.Kept, PullRequestWish.Draft, Session: false),
        TaskState.Failed => new(Part.Absent, Part.Kept, PullRequestWish.Draft, Session: false),
        TaskState.Cancelled => new(Part.Absent, retained ? Part.Kept : Part.Absent, PullRequestWish.Closed, Session: false),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no state of a subtask"),
    };

    /// <inheritdoc cref="OfSubtask"/>
    /// <exception cref="ArgumentOutOfRangeException">A subtask's state.</exception>
    public static Infrastructure OfEpic(TaskState state, bool retained) => state switch
    {
        TaskState.Planning => new(Part.Present, Part.Present, PullRequestWish.None, Session: false),
        TaskState.InProgress => new(Part.Present, Part.Present, PullRequestWish.None, Session: true),
        TaskState.Review => new(Part.Present, Part.Present, PullRequestWish.Ready, Session: false),
        TaskState.Completed => new(Part.Absent, Part.Absent, PullRequestWish.Merged, Session: false),
        TaskState.Blocked => new(Part.Kept, Part.Kept, PullRequestWish.None, Session: false),
        TaskState.Failed when retained => new(Part.Kept, Part.Kept, PullRequestWish.None, Session: false),
        TaskState.Failed => new(Part.Absent, Part.Kept, PullRequestWish.None, Session: false),
        TaskState.Cancelled => new(Part.Absent, retained ? Part.Kept : Part.Absent, PullRequestWish.Closed, Session: false),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no state of an epic"),
    };
}
