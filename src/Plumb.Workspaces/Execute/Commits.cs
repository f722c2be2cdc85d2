namespace Plumb.Workspaces.Execute;

/// <summary>Questions about commits, and refs that change only from what they were seen as.</summary>
internal static class Commits
{
    private const string None = "0000000000000000000000000000000000000000";

    /// <summary>Those that the repository has, in the order given, each once.</summary>
    public static async Task<IReadOnlyList<string>> ThereAsync(GitHands git, IEnumerable<string> commits, CancellationToken cancellation)
    {
        var there = new List<string>();
        foreach (var commit in commits.Distinct(StringComparer.Ordinal))
        {
            if (await git.AsksAsync($"looking for the commit {commit}", ["rev-parse", "--quiet", "--verify", "--end-of-options", commit + "^{commit}"], cancellation))
                there.Add(commit);
        }

        return there;
    }

    public static Task<bool> ContainsAsync(GitHands git, string ancestor, string commit, CancellationToken cancellation) =>
        git.AsksAsync($"comparing {ancestor} with {commit}", ["merge-base", "--is-ancestor", ancestor, commit], cancellation);

    /// <summary>Those that are contained in no other of them, in the order given.</summary>
    public static async Task<IReadOnlyList<string>> OutermostAsync(GitHands git, IReadOnlyList<string> commits, CancellationToken cancellation)
    {
        if (commits.Count < 2)
            return commits;
        var outermost = (await git.MustAsync("comparing what was found", ["merge-base", "--independent", .. commits], cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. commits.Where(it => outermost.Contains(it, StringComparer.Ordinal))];
    }

    /// <summary>Sets a ref, if it is still what it was seen as.</summary>
    /// <param name="was">Null: it must not be there.</param>
    /// <exception cref="StepEnding">Somebody else changed it meanwhile.</exception>
    public static Task SetAsync(GitHands git, string name, string commit, string? was, string why, CancellationToken cancellation) =>
        git.MustAsync($"setting {name} to {commit}", ["update-ref", "--create-reflog", "-m", why, name, commit, was ?? None], cancellation);

    /// <summary>Sets a ref whatever it was.</summary>
    public static Task KeepAsync(GitHands git, string name, string commit, CancellationToken cancellation) =>
        git.MustAsync($"keeping {commit}", ["update-ref", name, commit], cancellation);
}
