using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Features;

/// <summary>All samples in one repository, brought up by one Plumb, and watched for ten sweeps.</summary>
public sealed class SamplesUp : IAsyncLifetime
{
    private const int Sweeps = 10;
    private readonly Dictionary<string, string> troubles = new(StringComparer.Ordinal);

    internal Scene Scene { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var shared = new SharedEngine();
        await shared.InitializeAsync();
        Scene = await Scene.CreateAsync(shared.Engine, [.. Samples.All]);
        await Scene.StartAsync(["--concurrency", "2"]);
        await Wait.UntilAsync(
            async () => (await Scene.RecordsAsync()).Count == Samples.Stacks.Count,
            Scene.Patience,
            () => $"all samples found. Plumb's log:\n{Scene.Plumb.Log}");
        foreach (var stack in Samples.Stacks)
            await NotingAsync(stack, () => Scene.SyncedAsync(stack));
        await WatchAsync();
    }

    public async Task DisposeAsync() => await Scene.DisposeAsync();

    /// <summary>Fails when the sample did not come up, or did not stay quiet.</summary>
    /// <returns>Its containers, by name.</returns>
    internal async Task<IReadOnlyList<Seen>> UpAndQuietAsync(string stack)
    {
        Assert.False(troubles.TryGetValue(stack, out var trouble), trouble);
        return await Scene.ContainersAsync(stack);
    }

    private async Task WatchAsync()
    {
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var stack in Samples.Stacks)
            before[stack] = await StateAsync(stack);
        var decisions = (await Scene.DecisionsAsync()).Select(decision => decision.Id).ToHashSet(StringComparer.Ordinal);
        var start = await Scene.SweepsAsync();
        await Wait.UntilAsync(async () => await Scene.SweepsAsync() >= start + Sweeps, Scene.Patience, "ten sweeps");

        foreach (var stack in Samples.Stacks)
        {
            if (await StateAsync(stack) is var after && after != before[stack])
                troubles.TryAdd(stack, $"{stack} did not stay as it was:\n{before[stack]}\n---\n{after}");
        }

        foreach (var decision in (await Scene.DecisionsAsync()).Where(decision => !decisions.Contains(decision.Id)))
            troubles.TryAdd(decision.Stack!, $"{decision.Stack} was not quiet: {decision.Cause} {decision.Outcome} {string.Join(", ", decision.Differences)}");
    }

    private async Task NotingAsync(string stack, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (TimeoutException never)
        {
            troubles[stack] = never.Message;
        }
    }

    private async Task<string> StateAsync(string stack) =>
        string.Join('\n', (await Scene.ContainersAsync(stack)).Select(container => $"{container.Name} {container.Id} {container.State} {container.StartedAt:O}"));
}
