using Plumb.Kernel;

namespace Plumb.Workspaces.Model;

/// <summary>What says that something is ours: never a name's beginning alone.</summary>
public static class Marks
{
    private const string Lock = "plumb ";
    private const string Unfinished = " being made";
    private const string GitsOwn = "initializing";

    /// <summary>Keeps each tip that was seen of a task's branch.</summary>
    public static string KeepRef(ObjectId task) => $"refs/plumb/keep/{task}";

    /// <summary>Keeps a commit that the branch does not hold: one that it was moved off, or one that was made on no branch.</summary>
    public static string AsideRef(ObjectId task, string commit) => $"refs/plumb/aside/{task}/{commit}";

    /// <summary>Keeps what was not committed.</summary>
    public static string SnapshotRef(ObjectId task) => $"{Snapshots}{task}";

    /// <summary>Where all of them are.</summary>
    public const string Snapshots = "refs/plumb/snapshot/";

    /// <summary>What git says that a worktree of ours is locked for.</summary>
    public static string LockReason(ObjectId task) => Lock + task;

    /// <summary>What it is locked for while it is being made: cut off, it says so for ever.</summary>
    public static string BeingMade(ObjectId task) => LockReason(task) + Unfinished;

    /// <summary>Making the worktree that is locked for this was cut off, by us or, in its own word, by git.</summary>
    public static bool IsBeingMade(string? lockReason) => lockReason == GitsOwn || (lockReason is not null && TaskOf(lockReason) is not null && lockReason.EndsWith(Unfinished, StringComparison.Ordinal));

    /// <summary>The task whose worktree is locked for this; null: it is not ours.</summary>
    public static string? TaskOf(string? lockReason) =>
        lockReason is not null && lockReason.StartsWith(Lock, StringComparison.Ordinal) && lockReason.Length > Lock.Length
            ? lockReason[Lock.Length..].Split(' ', 2)[0]
            : null;
}
