using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Stage;

/// <summary>What most tests ask of a scene.</summary>
internal static partial class SceneViews
{
    /// <summary>The one stack of the scene, and its containers by service.</summary>
    public static async Task<(string Stack, IReadOnlyDictionary<string, Seen> Containers)> StackAndContainersAsync(this Scene scene)
    {
        var stack = Assert.Single(await scene.RecordsAsync()).Path;
        return (stack, (await scene.ContainersAsync(stack)).ToDictionary(container => container.Service, StringComparer.Ordinal));
    }

    /// <summary>Waits until the stable family shows the stack so. Its paths may have a slash, where names have none.</summary>
    public static async Task<StackRecord> RecordAsync(this Scene scene, string path, Func<StackRecord, bool> as_, string what)
    {
        StackRecord? seen = null;
        await Wait.UntilAsync(
            async () => (seen = (await scene.RecordsAsync()).FirstOrDefault(record => record.Path == path)) is not null && as_(seen),
            Scene.Patience,
            () => $"{path} {what}; it is {seen}. Its log:\n{scene.Plumb.Log}");
        return seen!;
    }

    /// <summary>Waits for a look at the stack that is newer than the one known now.</summary>
    public static async Task LookedAgainAsync(this Scene scene, string stack)
    {
        await scene.MustAsync("sync", stack);
        await scene.StackAsync(stack, view => view.Pending.All(request => request.Ask == StackAsk.Acknowledge), "looked at on request");
    }

    /// <summary>Waits until the stack waits for an acknowledgement, of differences of these kinds among others.</summary>
    public static Task<StackView> AwaitsAsync(this Scene scene, string stack, params string[] kinds) => scene.StackAsync(
        stack,
        view => view.Holds.Any(hold => hold.Reason == "AwaitingAcknowledgement") && kinds.All(kind => view.Differences.Any(difference => difference.Kind == kind)),
        $"held AwaitingAcknowledgement over {string.Join(", ", kinds)}");

    /// <summary>Waits until nothing of the stack runs, and it is in the list no more.</summary>
    public static Task GoneAsync(this Scene scene, string stack) => Wait.UntilAsync(
        async () => (await scene.ContainersAsync(stack)).Count == 0 && await scene.StackAsync(stack) is null,
        Scene.Patience,
        () => $"{stack} gone. Its log:\n{scene.Plumb.Log}");

    public static Task<string> CommitAsync(this Scene scene, string message, params (string Path, string Content)[] files) => scene.Repo.CommitAsync(message, files);

    /// <summary>Waits until the stack is synced, and what it is synced to comes from this commit.</summary>
    public static Task<StackView> SyncedAsync(this Scene scene, string name, string revision) => scene.StackAsync(
        name,
        stack => stack is { Record.Status: StackStatus.Synced, Differences.Count: 0 } && stack.Record.SyncedRevision == revision,
        $"synced to {revision}");

    /// <summary>What <c>plumb diff</c> names. Its exit code must agree: 0 for nothing, 1 for something.</summary>
    public static async Task<IReadOnlyList<DifferenceView>> DiffAsync(this Scene scene, string stack)
    {
        var result = await scene.CliAsync("diff", stack, "-o", "json");
        Assert.True(result.ExitCode is 0 or 1, $"plumb diff {stack}: {result}\nIts log:\n{scene.Plumb.Log}");
        var differences = JsonSerializer.Deserialize(result.Output, PlumbJson.Default.DiffView)!.Differences;
        Assert.Equal(differences.Count > 0 ? 1 : 0, result.ExitCode);
        return differences;
    }

    /// <summary>How many bulk looks there were since Plumb started.</summary>
    public static async Task<long> SweepsAsync(this Scene scene)
    {
        using var http = new HttpClient { BaseAddress = scene.Plumb.Address };
        var metrics = await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        return SweepCount().Matches(metrics).Sum(match => long.Parse(match.Groups["it"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^plumb_sweep_seconds_count(\{[^}]*\})? (?<it>\d+)", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SweepCount();
}
