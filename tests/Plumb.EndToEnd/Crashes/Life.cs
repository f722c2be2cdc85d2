using Plumb.EndToEnd.Stage;

namespace Plumb.EndToEnd.Crashes;

/// <summary>What has to happen for Plumb to reach some failpoints, and what should be there once it has run again.</summary>
internal sealed record Life
{
    /// <summary>The failpoints that it passes.</summary>
    public required IReadOnlyList<string> Through { get; init; }

    /// <summary>At the how-manieth passing it dies.</summary>
    public int Passing { get; init; } = 1;

    public required string Model { get; init; }

    /// <summary>Further files of the stack, by path in its directory.</summary>
    public IReadOnlyList<(string Path, string Content)> Files { get; init; } = [];

    /// <summary>Before Plumb starts for the first time.</summary>
    public Func<Scene, string, Task> Before { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>Once it is as it should be, if Plumb lives that long.</summary>
    public Func<Scene, string, Task<bool>> IsUp { get; init; } = static async (scene, stack) =>
        await scene.StackAsync(stack) is { Record.Status: Contracts.Stacks.StackStatus.Synced, Differences.Count: 0 };

    /// <summary>What leads there. Plumb may die under it.</summary>
    public Func<Scene, string, Task> Act { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>Between its death and the next start.</summary>
    public Func<Scene, string, Task> Meanwhile { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>What else holds in the end.</summary>
    public Func<Scene, string, Task> After { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>Containers in the end: <c>service:state</c>, in order.</summary>
    public required IReadOnlyList<string> End { get; init; }
}
