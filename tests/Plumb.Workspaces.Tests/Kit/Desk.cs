using Plumb.Kernel;
using Plumb.Kernel.Planning;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Tests.Kit;

/// <summary>A project with a real repository, an epic's branch in it, and one task on it; and the driver, as the loop uses it.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public static readonly ObjectId Task = new("019a0000-0000-7000-8000-000000000001");

    private static readonly Dictionary<string, string?> Environment = new(StringComparer.Ordinal)
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1", ["GIT_AUTHOR_NAME"] = "Worker", ["GIT_AUTHOR_EMAIL"] = "worker@example.invalid",
        ["GIT_COMMITTER_NAME"] = "Worker", ["GIT_COMMITTER_EMAIL"] = "worker@example.invalid",
    };

    private readonly TempDir dir = new("plumb-desk-");
    private readonly ProcessRunner runner;
    private readonly WorkspacesDriver driver;

    private Desk()
    {
        var mask = new SecretMask();
        runner = new ProcessRunner(mask, TimeProvider.System);
        driver = new WorkspacesDriver(new WorkingGit(runner, mask, dir.Path));
        Spec = new()
        {
            Id = Task,
            Fingerprint = "one",
            Project = new ProjectPlace("api", dir.At("api"), dir.At("worktrees")),
            Wanted = WantedParts.OfSubtask(TaskState.Assigned, retained: true),
            Path = dir.At("worktrees", "login-1"),
            Branch = "login-1",
            BaseBranch = "epic",
        };
    }

    public WorkspaceSpec Spec { get; set; }

    public string Repository => Spec.Project.Repository;

    public string Worktree => Spec.Path;

    public static async Task<Desk> OpenAsync()
    {
        var desk = new Desk();
        await Command.MustAsync("git", ["init", "--quiet", "--initial-branch=main", desk.Repository], environment: Environment);
        File.WriteAllText(Path.Combine(desk.Repository, "a.txt"), "one\n");
        await desk.GitAsync("add", "-A");
        await desk.GitAsync("commit", "--quiet", "-m", "first");
        await desk.GitAsync("branch", "epic");
        return desk;
    }

    /// <summary>With the task's branch and worktree made, and the base told, as the control plane then has it.</summary>
    public static async Task<Desk> AtWorkAsync()
    {
        var desk = await OpenAsync();
        await desk.SettleAsync();
        desk.Spec = desk.Spec with { BaseCommit = await desk.TipAsync("epic") };
        return desk;
    }

    /// <summary>In the project's repository.</summary>
    public async Task<string> GitAsync(params string[] arguments) => (await Command.MustAsync("git", arguments, directory: Repository, environment: Environment)).TrimEnd('\n');

    /// <summary>In the task's worktree.</summary>
    public async Task<string> InWorktreeAsync(params string[] arguments) => (await Command.MustAsync("git", arguments, directory: Worktree, environment: Environment)).TrimEnd('\n');

    public Task<string> TipAsync(string branch) => GitAsync("rev-parse", "--verify", $"refs/heads/{branch}");

    /// <summary>A commit in the task's worktree, as the worker makes it.</summary>
    public async Task<string> CommitAsync(string file, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(Worktree, file), text);
        await InWorktreeAsync("add", "-A");
        await InWorktreeAsync("commit", "--quiet", "-m", $"changes {file}");
        return await InWorktreeAsync("rev-parse", "HEAD");
    }

    public async Task<Look<WorkspaceSeen>> LookAsync() => await driver.Observer.LookAtAsync(Spec.Id, Spec, CancellationToken.None);

    public Kernel.Planning.Plan PlanOf(Look<WorkspaceSeen> look) => driver.Planner.Plan(Spec.Id, Spec, look, new PlanContext(DateTimeOffset.UnixEpoch, Complete: true, DesiredComplete: true));

    /// <summary>Looks, plans and repairs, as often as it takes; fails when that has no end, or a step fails.</summary>
    /// <returns>The plan that nothing more can be done of: in sync, or held. Null: the world cannot be seen.</returns>
    public async Task<Kernel.Planning.Plan?> SettleAsync()
    {
        for (var round = 0; round < 10; round++)
        {
            var look = await LookAsync();
            if (look.Seen == Seen.Unknown)
                return null;
            var plan = PlanOf(look);
            if (plan.Steps.IsEmpty)
                return plan;
            await RunAsync(plan);
        }

        throw new InvalidOperationException($"No rest after ten rounds: {string.Join("; ", PlanOf(await LookAsync()).Steps.Select(it => it.Changes))}");
    }

    /// <summary>In sync within a few rounds.</summary>
    public async Task InSyncAsync()
    {
        var plan = await SettleAsync();
        Assert.True(plan is { IsInSync: true }, plan is null ? (await LookAsync()).Why : string.Join("; ", plan.Holds.Select(it => it.Message)));
    }

    private async Task RunAsync(Kernel.Planning.Plan plan)
    {
        foreach (var step in plan.Steps)
        {
            var outcome = await driver.Executor.ExecuteAsync(Spec.Id, Spec, step, CancellationToken.None);
            Notes.Add(outcome is StepOutcome.Succeeded done ? done.Note ?? step.Changes : throw new InvalidOperationException($"{step.Changes}: {outcome}"));
        }
    }

    /// <summary>What the steps said, in their order.</summary>
    public List<string> Notes { get; } = [];

    public ValueTask DisposeAsync()
    {
        runner.Dispose();
        dir.Dispose();
        return ValueTask.CompletedTask;
    }
}
