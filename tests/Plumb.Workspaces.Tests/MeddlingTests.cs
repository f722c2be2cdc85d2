using Plumb.Workspaces.Tests.Kit;

namespace Plumb.Workspaces.Tests;

/// <summary>Whatever is done to a workspace, in whatever order: rest or a named hold, and nothing that was seen is ever lost.</summary>
public sealed class MeddlingTests
{
    private const int Acts = 12;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("PLUMB_MEDDLING_SEEDS"), out var many) ? many : 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_meddling_ends_in_rest_or_a_named_hold_and_loses_no_commit_that_was_seen(int seed)
    {
        await using var desk = await Desk.AtWorkAsync();
        var random = new Random(seed);
        var done = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var act = 0; act < Acts; act++)
        {
            // Between accidents somebody works, and mends what is held.
            foreach (var (name, meddle) in Meddling.Act(random))
            {
                done.Add(name);
                await meddle(desk, random);
            }

            var before = await ReachableAsync(desk, "--reflog");

            Assert.True(await desk.SettleAsync() is { } plan && (plan.IsInSync || plan.Holds.Length > 0), $"seed {seed}: no rest after {string.Join(", ", done)}: {(await desk.LookAsync()).Why}");

            var after = await ReachableAsync(desk, "--reflog");
            var lost = before.Except(after, StringComparer.Ordinal).Concat(seen.Except(after, StringComparer.Ordinal)).ToList();
            Assert.True(lost.Count == 0, $"seed {seed}: lost {string.Join(", ", lost)} after {string.Join(", ", done)}");
            // What a look saw as a tip stays without any log's help.
            seen.UnionWith(await ReachableAsync(desk));
        }

        await Meddling.ForgetAsync(desk);
        var gone = seen.Except(await ReachableAsync(desk), StringComparer.Ordinal).ToList();
        Assert.True(gone.Count == 0, $"seed {seed}: {string.Join(", ", gone)} were seen and are held by logs alone, after {string.Join(", ", done)}");
    }

    /// <summary>Undoing every hold that meddling left, by what the hold says, ends in rest with the branch checked out.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_person_who_does_what_the_hold_says_is_done(int seed)
    {
        await using var desk = await Desk.AtWorkAsync();
        var random = new Random(seed);
        foreach (var (name, meddle) in Meddling.All.Where(it => it.Name is "commits are made on no branch" or "another branch is checked out"))
        {
            await meddle(desk, random);
            Assert.True((await desk.SettleAsync())!.Holds.Length > 0, name);
            await desk.InWorktreeAsync("switch", "--quiet", desk.Spec.Branch);
            await desk.InSyncAsync();
        }
    }

    /// <summary>Commits that the repository refers to; other branches that the meddling itself made and deleted are none of ours.</summary>
    private static async Task<HashSet<string>> ReachableAsync(Desk desk, params string[] more) =>
        [.. (await desk.GitAsync(["rev-list", "--all", .. more])).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
