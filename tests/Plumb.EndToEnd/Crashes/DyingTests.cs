using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>
/// Plumb dies as by <c>kill -9</c> at a step boundary, is started again, and everything is as it should be. Each class of such tests has a part of the
/// failpoints, so that they run beside each other; <see cref="FailpointTests"/> holds that the parts are the whole.
/// </summary>
public abstract class DyingTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private protected static TheoryData<string> Of(string part) => [.. Lives.Parts.Single(one => one.Name == part).Failpoints];

    private protected async Task ConvergesAsync(string failpoint)
    {
        var life = Lives.All.Single(life => life.Through.Contains(failpoint, StringComparer.Ordinal));
        var stack = SharedEngine.NewProject("life");
        await using var scene = await Scene.CreateAsync(
            shared.Engine, [($"{stack}/compose.yaml", life.Model), .. life.Files.Select(file => ($"{stack}/{file.Path}", file.Content))]);
        await life.Before(scene, stack);
        var there = (await scene.ContainersAsync(stack)).Select(container => container.Id).ToList();

        await LiveAsync(scene, stack, life, failpoint);
        await scene.NoComposeProcessAsync();
        await life.Meanwhile(scene, stack);
        await scene.StartAsync(["--remove"]);

        IReadOnlyList<string> now = [];
        await Wait.UntilAsync(
            async () => (now = [.. (await scene.ContainersAsync(stack)).Select(container => $"{container.Service}:{container.State}")]).SequenceEqual(life.End),
            Scene.Patience,
            () => $"[{string.Join(", ", life.End)}]; there is [{string.Join(", ", now)}]. Its log:\n{scene.Plumb.Log}");
        Assert.Subset((await scene.ContainersAsync(stack)).Select(container => container.Id).ToHashSet(StringComparer.Ordinal), there.ToHashSet(StringComparer.Ordinal));
        if (life.End.Count == 0)
        {
            await Wait.UntilAsync(async () => await scene.StackAsync(stack) is null, Scene.Patience, () => $"{stack} gone from the list. Its log:\n{scene.Plumb.Log}");
            return;
        }

        await life.After(scene, stack);
        await scene.SyncedAsync(stack);
        Assert.Empty(await scene.DiffAsync(stack));
    }

    private static async Task LiveAsync(Scene scene, string stack, Life life, string failpoint)
    {
        await scene.StartAsync(["--remove"], $"{failpoint}:{life.Passing}");
        await Wait.UntilAsync(
            async () => scene.Plumb.Ended || await TryAsync(scene, () => life.IsUp(scene, stack)),
            Scene.Patience,
            () => $"{stack} up, or its end. Its log:\n{scene.Plumb.Log}");
        if (!scene.Plumb.Ended)
            await TryAsync(scene, async () => { await life.Act(scene, stack); return true; });
        await Wait.UntilAsync(() => scene.Plumb.Ended, Scene.Patience, () => $"its end at {failpoint}. Its log:\n{scene.Plumb.Log}");
    }

    // It may die under a question.
    private static async Task<bool> TryAsync(Scene scene, Func<Task<bool>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception cut) when (cut is HttpRequestException or TaskCanceledException)
        {
            await Wait.UntilAsync(() => scene.Plumb.Ended, TimeSpan.FromSeconds(10), () => $"its end, after {cut.Message}");
            return false;
        }
    }
}
