using Plumb.Compose.Engine;
using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Sets limits of containers while they run. Where the engine refuses (more memory in use than there should be), the service is made anew.</summary>
internal static class UpdateWork
{
    public static async Task<StepOutcome> DoAsync(Hands hands, ObjectId id, ComposeSpec spec, ComposeStep.Update step, CancellationToken cancellation)
    {
        var now = await hands.Projects.ReadOursAsync(spec, cancellation);
        var refused = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var update in step.Containers)
        {
            if (Touchable.Find(spec, now, update.ContainerId) is not { } container)
                continue;
            var answer = await hands.Engine.UpdateAsync(container.Id, update.Settings, cancellation);
            if (answer is EngineAnswer<bool>.Error { Problem: { } why } && !answer.IsNotFound)
                refused[update.Service] = why;
            else if (!answer.IsNotFound)
                answer.Must($"setting limits of {container.Name}");
        }

        return refused.Count == 0 ? StepOutcome.Done : await MakeAnewAsync(hands, id, spec, refused, step.Deadline, cancellation);
    }

    private static async Task<StepOutcome> MakeAnewAsync(
        Hands hands, ObjectId id, ComposeSpec spec, SortedDictionary<string, string> refused, TimeSpan deadline, CancellationToken cancellation)
    {
        List<string> services = [.. refused.Keys];
        await new UpWork(hands, id, spec).DoAsync(StepOf.Up(services, [], "the engine refused the update") with { Deadline = deadline }, cancellation);
        return await new VerifyWork(hands, id, spec).DoAsync(StepOf.Verify(services), cancellation) is StepOutcome.Failed failed
            ? failed
            : new StepOutcome.Succeeded($"made anew: {string.Join("; ", refused.Select(it => $"{it.Key}: {it.Value}"))}");
    }
}
