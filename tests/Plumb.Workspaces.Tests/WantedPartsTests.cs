using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Tests;

/// <summary>The two tables of what must exist, row by row.</summary>
public sealed class WantedPartsTests
{
    [Theory]
    [InlineData(TaskState.Pending, true, Part.Absent, Part.Absent, PullRequestWish.None, false)]
    [InlineData(TaskState.Assigned, true, Part.Present, Part.Present, PullRequestWish.Draft, false)]
    [InlineData(TaskState.InProgress, true, Part.Present, Part.Present, PullRequestWish.Draft, true)]
    [InlineData(TaskState.Review, true, Part.Present, Part.Present, PullRequestWish.Ready, false)]
    [InlineData(TaskState.Completed, true, Part.Absent, Part.Absent, PullRequestWish.Merged, false)]
    [InlineData(TaskState.Blocked, true, Part.Kept, Part.Kept, PullRequestWish.Draft, false)]
    [InlineData(TaskState.Failed, true, Part.Kept, Part.Kept, PullRequestWish.Draft, false)]
    [InlineData(TaskState.Failed, false, Part.Absent, Part.Kept, PullRequestWish.Draft, false)]
    [InlineData(TaskState.Cancelled, true, Part.Absent, Part.Kept, PullRequestWish.Closed, false)]
    [InlineData(TaskState.Cancelled, false, Part.Absent, Part.Absent, PullRequestWish.Closed, false)]
    public void Of_a_subtask(TaskState state, bool retained, Part worktree, Part branch, PullRequestWish pullRequest, bool session) =>
        Assert.Equal(new Infrastructure(worktree, branch, pullRequest, session), WantedParts.OfSubtask(state, retained));

    [Theory]
    [InlineData(TaskState.Planning, true, Part.Present, Part.Present, PullRequestWish.None, false)]
    [InlineData(TaskState.InProgress, true, Part.Present, Part.Present, PullRequestWish.None, true)]
    [InlineData(TaskState.Review, true, Part.Present, Part.Present, PullRequestWish.Ready, false)]
    [InlineData(TaskState.Completed, true, Part.Absent, Part.Absent, PullRequestWish.Merged, false)]
    [InlineData(TaskState.Blocked, true, Part.Kept, Part.Kept, PullRequestWish.None, false)]
    [InlineData(TaskState.Failed, true, Part.Kept, Part.Kept, PullRequestWish.None, false)]
    [InlineData(TaskState.Cancelled, false, Part.Absent, Part.Absent, PullRequestWish.Closed, false)]
    public void Of_an_epic(TaskState state, bool retained, Part worktree, Part branch, PullRequestWish pullRequest, bool session) =>
        Assert.Equal(new Infrastructure(worktree, branch, pullRequest, session), WantedParts.OfEpic(state, retained));

    [Theory]
    [InlineData(TaskState.Planning)]
    public void A_state_of_epics_alone_is_none_of_a_subtask(TaskState state) => Assert.Throws<ArgumentOutOfRangeException>(() => WantedParts.OfSubtask(state, retained: true));

    [Theory]
    [InlineData(TaskState.Pending)]
    [InlineData(TaskState.Assigned)]
    public void A_state_of_subtasks_alone_is_none_of_an_epic(TaskState state) => Assert.Throws<ArgumentOutOfRangeException>(() => WantedParts.OfEpic(state, retained: true));
}
