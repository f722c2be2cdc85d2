namespace Plumb.Workspaces.Tests.Kit;

/// <summary>What people, agents and accidents do to a task's workspace.</summary>
internal static class Meddling
{
    public static IReadOnlyList<(string Name, Func<Desk, Random, Task> Do)> All { get; } =
    [
        ("work is committed", async (desk, random) => await TryAsync(() => desk.CommitAsync($"f{random.Next(4)}.txt", $"{random.Next()}\n"))),
        ("work is not committed", (desk, random) => InTree(desk, () => File.WriteAllTextAsync(Path.Combine(desk.Worktree, $"u{random.Next(4)}.txt"), $"{random.Next()}\n"))),
        ("the worktree is deleted", (desk, _) => Delete(desk.Worktree)),
        ("half of the worktree is deleted", (desk, random) => InTree(desk, () => HalfAsync(desk, random))),
        ("its .git file is deleted", (desk, _) => InTree(desk, () => Remove(Path.Combine(desk.Worktree, ".git")))),
        ("worktrees are pruned", async (desk, _) => await TryAsync(() => desk.GitAsync("worktree", "prune"))),
        ("their administration is deleted", (desk, _) => Delete(Path.Combine(desk.Repository, ".git", "worktrees"))),
        ("the branch is deleted", async (desk, _) => await TryAsync(() => desk.GitAsync("update-ref", "-d", "refs/heads/login-1"))),
        ("the branch is moved", async (desk, _) => await TryAsync(() => desk.GitAsync("update-ref", "refs/heads/login-1", "refs/heads/epic"))),
        ("the worktree is unlocked", async (desk, _) => await TryAsync(() => desk.GitAsync("worktree", "unlock", desk.Worktree))),
        ("commits are made on no branch", async (desk, random) => await TryAsync(async () =>
        {
            await desk.InWorktreeAsync("checkout", "--quiet", "--detach");
            await desk.CommitAsync("loose.txt", $"{random.Next()}\n");
        })),
        ("another branch is checked out", async (desk, random) => await TryAsync(() => desk.InWorktreeAsync("switch", "--quiet", "--create", $"other-{random.Next()}"))),
        ("the branch is checked out again", async (desk, _) => await TryAsync(() => desk.InWorktreeAsync("switch", "--quiet", "login-1"))),
        ("logs expire and git collects", (desk, _) => ForgetAsync(desk)),
        ("an empty directory stands there", async (desk, _) =>
        {
            await Delete(desk.Worktree);
            Directory.CreateDirectory(desk.Worktree);
        }),
        ("the HEAD is emptied", (desk, _) => InTree(desk, () => Remove(Path.Combine(desk.Repository, ".git", "worktrees", "login-1", "HEAD"), empty: true))),
    ];

    /// <summary>The branch is checked out again, often; work is committed, often; and then something happens.</summary>
    public static IEnumerable<(string Name, Func<Desk, Random, Task> Do)> Act(Random random)
    {
        foreach (var name in new[] { "the branch is checked out again", "work is committed" })
        {
            if (random.Next(3) > 0)
                yield return All.First(it => it.Name == name);
        }

        yield return All[random.Next(All.Count)];
    }

    /// <summary>Logs expire and git collects.</summary>
    public static async Task ForgetAsync(Desk desk)
    {
        await TryAsync(() => desk.GitAsync("reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all"));
        await TryAsync(() => desk.GitAsync("gc", "--quiet", "--prune=now"));
    }

    private static async Task TryAsync(Func<Task> meddle)
    {
        try
        {
            await meddle();
        }
        catch (Exception refused) when (refused is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            // Not possible as things stand: then it did not happen.
            Console.WriteLine(refused.Message);
        }
    }

    private static Task InTree(Desk desk, Func<Task> meddle) => File.Exists(Path.Combine(desk.Worktree, ".git")) ? TryAsync(meddle) : Task.CompletedTask;

    private static Task Delete(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        return Task.CompletedTask;
    }

    private static Task Remove(string file, bool empty = false)
    {
        if (empty && File.Exists(file))
            File.WriteAllText(file, "");
        else
            File.Delete(file);
        return Task.CompletedTask;
    }

    private static Task HalfAsync(Desk desk, Random random)
    {
        foreach (var file in Directory.GetFiles(desk.Worktree).Where(it => Path.GetFileName(it) != ".git" && random.Next(2) == 0))
            File.Delete(file);
        return Task.CompletedTask;
    }
}
