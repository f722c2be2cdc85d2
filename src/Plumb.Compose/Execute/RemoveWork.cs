using Plumb.Compose.Engine;
using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Removes containers by id: stopped first as they ask, never with a volume.</summary>
internal static class RemoveWork
{
    private const int Conflict = 409;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<StepOutcome> DoAsync(Hands hands, ComposeSpec spec, ComposeStep.RemoveContainers step, CancellationToken cancellation)
    {
        var now = await hands.Projects.ReadOursAsync(spec, cancellation);
        for (var i = 0; i < step.ContainerIds.Count; i++)
        {
            if (i > 0)
                hands.Failpoints.Reach(ComposeFailpoints.BetweenRemoves);
            if (Touchable.Find(spec, now, step.ContainerIds[i]) is { } container)
                await RemoveAsync(hands, container, cancellation);
        }

        return StepOutcome.Done;
    }

    public static async Task RemoveAsync(Hands hands, ContainerSeen container, CancellationToken cancellation)
    {
        await ContainerWork.StopAsync(hands, container, cancellation);
        while (true)
        {
            var answer = await hands.Engine.RemoveContainerAsync(container.Id, force: true, volumes: false, cancellation);
            if (answer is EngineAnswer<bool>.Ok || answer.IsNotFound)
                return;

            // Somebody's removal of it is under way; the step's deadline bounds the wait.
            if (answer is not EngineAnswer<bool>.Error { Status: Conflict })
                answer.Must($"removing {container.Name}");
            await Task.Delay(Pause, hands.Time, cancellation);
        }
    }
}
