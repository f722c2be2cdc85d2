using System.Text;
using Plumb.Kernel.Planning;
using Plumb.Platform.Paths;
using Plumb.Workspaces.Model;
using Plumb.Workspaces.Observe;

namespace Plumb.Workspaces.Execute;

/// <summary>Makes worktrees and ties them to their repository; nothing that stands at a path is ever overwritten.</summary>
internal static class WorktreeWork
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly TimeSpan LongCheckout = TimeSpan.FromMinutes(9);

    public static async Task<StepOutcome> AddAsync(GitHands git, WorkspaceSpec spec, WorkspaceStep.AddWorktree step, CancellationToken cancellation)
    {
        RootCheck.Make(spec.Project.Root);
        // Git adds none into an empty directory that it knows of; one that is not empty stays, and git refuses.
        if (step.Registered && Directory.Exists(spec.Path))
            Directory.Delete(spec.Path, recursive: false);
        if (step.Registered)
        {
            await NowhereElseAsync(git, spec, cancellation);
            await KeepWork.LoggedAsync(git, spec, await CommonAsync(git, cancellation), cancellation);
        }

        string[] replaced = step.Registered ? ["-f", "-f"] : [];
        await git.MustAsync(
            $"adding the worktree '{spec.Path}'",
            ["worktree", "add", "--quiet", "--lock", "--reason", Marks.BeingMade(spec.Id), .. replaced, "--", spec.Path, spec.Branch], cancellation, deadline: LongCheckout);
        var note = step.Snapshot is null ? null : await SnapshotWork.RestoreAsync(git, spec, step.Snapshot, cancellation);
        var admin = AdminDirectory.PointedAtBy(spec.Path) ?? throw new StepEnding($"adding the worktree '{spec.Path}' failed: it is gone again");
        AtomicFile.Write(Path.Combine(admin, "locked"), Encoding.UTF8.GetBytes(Marks.LockReason(spec.Id) + "\n"), Readable);
        return new StepOutcome.Succeeded(note);
    }

    public static async Task<StepOutcome> LinkAsync(GitHands git, WorkspaceSpec spec, CancellationToken cancellation)
    {
        var admin = AdminDirectory.Of(await CommonAsync(git, cancellation), spec.Path)
            ?? throw new StepEnding($"tying '{spec.Path}' to the repository failed: it is not registered any more");
        await File.WriteAllTextAsync(Path.Combine(spec.Path, ".git"), $"gitdir: {admin.Path}\n", cancellation);
        return StepOutcome.Done;
    }

    /// <summary>Makes the administration that was pruned anew, beside its place, and puts it there whole.</summary>
    public static async Task<StepOutcome> RegisterAsync(GitHands git, WorkspaceSpec spec, CancellationToken cancellation)
    {
        var pointed = AdminDirectory.PointedAtBy(spec.Path) ?? throw new StepEnding($"'{spec.Path}' has no .git file any more");
        var fresh = Path.Combine(await CommonAsync(git, cancellation), "plumb-" + Path.GetFileName(pointed));
        if (Directory.Exists(fresh))
            Directory.Delete(fresh, recursive: true);
        Directory.CreateDirectory(fresh);
        foreach (var (name, text) in new[]
        {
            ("gitdir", Path.Combine(spec.Path, ".git")), ("commondir", "../.."), ("HEAD", $"ref: refs/heads/{spec.Branch}"), ("locked", Marks.LockReason(spec.Id)),
        })
        {
            await File.WriteAllTextAsync(Path.Combine(fresh, name), text + "\n", cancellation);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(pointed)!);
        Directory.Move(fresh, pointed);
        // An index of the branch's tip: what was changed shows as changed, and no file is touched.
        await git.MustAsync($"reading the branch into the index of '{spec.Path}'", ["reset", "--mixed", "--quiet"], cancellation, directory: spec.Path, deadline: LongCheckout);
        return StepOutcome.Done;
    }

    /// <summary>Takes what an addition began out of the way; nothing is deleted.</summary>
    public static StepOutcome ClearHalfMade(WorkspaceSpec spec)
    {
        var aside = $"{spec.Path}.half-made";
        for (var number = 2; Path.Exists(aside); number++)
            aside = $"{spec.Path}.half-made-{number}";
        Directory.Move(spec.Path, aside);
        File.Delete(Path.Combine(aside, ".git"));
        return new StepOutcome.Succeeded($"what was begun lies at '{aside}'");
    }

    public static async Task<StepOutcome> MendHeadAsync(GitHands git, WorkspaceSpec spec, CancellationToken cancellation)
    {
        var admin = AdminDirectory.PointedAtBy(spec.Path) ?? throw new StepEnding($"'{spec.Path}' has no .git file any more");
        await File.WriteAllTextAsync(Path.Combine(admin, "HEAD"), $"ref: refs/heads/{spec.Branch}\n", cancellation);
        return StepOutcome.Done;
    }

    public static async Task<StepOutcome> MarkAsync(GitHands git, WorkspaceSpec spec, CancellationToken cancellation)
    {
        await git.MustAsync($"marking '{spec.Path}'", ["worktree", "lock", "--reason", Marks.LockReason(spec.Id), "--", spec.Path], cancellation);
        return StepOutcome.Done;
    }

    /// <summary>Replacing a registration by force would also let one branch be checked out twice.</summary>
    private static async Task NowhereElseAsync(GitHands git, WorkspaceSpec spec, CancellationToken cancellation)
    {
        var all = WorktreeEntry.Read(await git.MustAsync("listing the worktrees", ["worktree", "list", "--porcelain", "-z"], cancellation));
        if (all.FirstOrDefault(it => it.Branch == spec.Branch && it.Path != spec.Path) is { } other)
            throw new StepEnding($"adding the worktree '{spec.Path}' failed: '{spec.Branch}' is checked out at '{other.Path}' now");
    }

    private static async Task<string> CommonAsync(GitHands git, CancellationToken cancellation) =>
        (await git.MustAsync("looking for the repository", ["rev-parse", "--path-format=absolute", "--git-common-dir"], cancellation)).TrimEnd('\n');
}
