using Plumb.Kernel;
using Plumb.Kernel.Planning;
using Plumb.Platform.Git;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Observe;

/// <summary>Looks at tasks' workspaces, a repository at a time. What cannot be seen is unknown, and never absent.</summary>
internal sealed class WorkspaceObserver(WorkingGit git) : IObserver<WorkspaceSpec, WorkspaceSeen>
{
    private readonly RepositoryLook look = new(git);
    private readonly WorkLook work = new(git);
    private readonly WorkTurns turns = new();

    public async ValueTask<WorldLook<WorkspaceSeen>> LookAtAllAsync(IReadOnlyDictionary<ObjectId, WorkspaceSpec> desired, CancellationToken cancellation)
    {
        var seen = new Dictionary<ObjectId, WorkspaceSeen>();
        var unknown = new List<string>();
        foreach (var project in desired.Values.GroupBy(it => it.Project))
        {
            var (repository, why) = await ProjectAsync(project.Key, cancellation);
            foreach (var spec in project.Where(_ => repository is not null))
            {
                var (one, problem) = One(spec, repository!);
                if (one is not null)
                    seen[spec.Id] = one;
                else
                    unknown.Add(problem!);
            }

            if (turns.Next(project.Where(it => seen.ContainsKey(it.Id))) is { } turn)
                seen[turn.Id] = await WithWorkAsync(turn, seen[turn.Id], cancellation);
            if (why is not null)
                unknown.Add(why);
        }

        return unknown.Count == 0 ? WorldLook<WorkspaceSeen>.Complete(seen) : WorldLook<WorkspaceSeen>.Partial(seen, string.Join("; ", unknown.Distinct(StringComparer.Ordinal)));
    }

    public async ValueTask<Look<WorkspaceSeen>> LookAtAsync(ObjectId id, WorkspaceSpec? desired, CancellationToken cancellation)
    {
        if (desired is null)
            return Look<WorkspaceSeen>.Absent();
        var (repository, why) = await ProjectAsync(desired.Project, cancellation);
        if (repository is null)
            return Look<WorkspaceSeen>.Unknown(why!);
        var (seen, problem) = One(desired, repository);
        return seen is not null ? Look<WorkspaceSeen>.Present(await WithWorkAsync(desired, seen, cancellation)) : Look<WorkspaceSeen>.Unknown(problem!);
    }

    /// <summary>What is not committed, where the worktree is whole and on its branch.</summary>
    private async Task<WorkspaceSeen> WithWorkAsync(WorkspaceSpec spec, WorkspaceSeen seen, CancellationToken cancellation) =>
        seen is { Place: PlaceSeen.Tree { Head: HeadSeen.OnBranch on, Unfinished: null }, Branch: { } tip } && on.Name == spec.Branch
            ? seen with { Work = await work.LookAsync(spec.Path, tip, cancellation) }
            : seen;

    private async Task<(RepositorySeen? Repository, string? Why)> ProjectAsync(ProjectPlace project, CancellationToken cancellation)
    {
        var answer = await look.LookAsync(project.Repository, cancellation);
        if (!answer.Succeeded)
            return (null, answer.Failure.ToString());
        return RootCheck.Problem(project, answer.Value) is { } problem ? (null, problem) : (answer.Value, null);
    }

    private static (WorkspaceSeen? Seen, string? Problem) One(WorkspaceSpec spec, RepositorySeen repository)
    {
        try
        {
            return (Of(spec, repository), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"Looking at '{spec.Path}' failed: {failure.Message}");
        }
    }

    private static WorkspaceSeen Of(WorkspaceSpec spec, RepositorySeen repository)
    {
        var elsewhere = repository.Worktrees.Where(it => it.Path != spec.Path).ToList();
        return new()
        {
            Place = PlaceLook.At(spec.Path, repository),
            Branch = repository.Branch(spec.Branch),
            Base = repository.Branch(spec.BaseBranch),
            Keep = repository.Refs.GetValueOrDefault(Marks.KeepRef(spec.Id)),
            Aside = [.. repository.Refs.Where(it => it.Key == Marks.AsideRef(spec.Id, it.Value)).Select(it => it.Value)],
            Snapshot = Snapshot(Marks.SnapshotRef(spec.Id), repository),
            BranchHeldAt = elsewhere.Find(it => it.Branch == spec.Branch)?.Path,
            MovedTo = elsewhere.Find(it => Marks.TaskOf(it.Lock) == spec.Id.Value)?.Path,
        };
    }

    private static SnapshotSeen? Snapshot(string name, RepositorySeen repository) =>
        repository.Snapshots.TryGetValue(name, out var kept) && SnapshotSubject.Read(kept.Subject, kept.Tree) is { } work ? new(repository.Refs[name], work) : null;
}
