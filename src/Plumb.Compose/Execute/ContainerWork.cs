using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Small steps on single containers. One that is gone meanwhile, or is so already, is no failure.</summary>
internal static class ContainerWork
{
    public static async Task<StepOutcome> RenameAsync(Hands hands, ComposeSpec spec, ComposeStep.Rename step, CancellationToken cancellation)
    {
        var now = await hands.Projects.ReadOursAsync(spec, cancellation);
        foreach (var (id, name) in step.Names)
        {
            if (Touchable.Find(spec, now, id) is not { } container || container.Name == name)
                continue;
            var answer = await hands.Engine.RenameAsync(id, name, cancellation);
            if (!answer.IsNotFound)
                answer.Must($"renaming {container.Name} to {name}");
        }

        return StepOutcome.Done;
    }

    public static async Task<StepOutcome> UnpauseAsync(Hands hands, ComposeSpec spec, ComposeStep.Unpause step, CancellationToken cancellation)
    {
        var now = await hands.Projects.ReadOursAsync(spec, cancellation);
        foreach (var id in step.ContainerIds)
        {
            if (Touchable.Find(spec, now, id) is { State: "paused" } container)
                await UnpauseAsync(hands, container, cancellation);
        }

        return StepOutcome.Done;
    }

    public static async Task<StepOutcome> StopAsync(Hands hands, ComposeSpec spec, ComposeStep.Stop step, CancellationToken cancellation)
    {
        var now = await hands.Projects.ReadOursAsync(spec, cancellation);
        foreach (var id in step.ContainerIds)
        {
            if (Touchable.Find(spec, now, id) is { } container)
                await StopAsync(hands, container, cancellation);
        }

        return StepOutcome.Done;
    }

    public static async Task StopAsync(Hands hands, ContainerSeen container, CancellationToken cancellation)
    {
        if (container.State == "paused")
            await UnpauseAsync(hands, container, cancellation);
        if (container.State is not ("running" or "paused" or "restarting"))
            return;
        var answer = await hands.Engine.StopAsync(container.Id, grace: null, cancellation);
        if (!answer.IsNotFound)
            answer.Must($"stopping {container.Name}");
    }

    private static async Task UnpauseAsync(Hands hands, ContainerSeen container, CancellationToken cancellation)
    {
        var answer = await hands.Engine.UnpauseAsync(container.Id, cancellation);

        // It ended, went or was unpaused since: the next look tells.
        if (answer is not Engine.EngineAnswer<bool>.Error)
            answer.Must($"unpausing {container.Name}");
    }
}
