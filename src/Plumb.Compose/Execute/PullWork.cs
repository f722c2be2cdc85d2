using Plumb.Compose.Cli;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>
/// Pulls what the policy asks, and asks no registry for what is there already (<c>missing</c>). An image that cannot be pulled stops nobody else:
/// it is noted, and told at the end of the run.
/// </summary>
internal static class PullWork
{
    public static async Task<StepOutcome> DoAsync(Hands hands, ObjectId id, ComposeSpec spec, ComposeStep.Pull step, CancellationToken cancellation)
    {
        var rendered = spec.Rendered!;
        var due = new List<string>();
        foreach (var service in step.Services)
        {
            hands.Notes.Forget(id, service);
            if (await IsDueAsync(hands, ImagePolicy.Of(spec, rendered, service), rendered.Services[service].Image!, cancellation))
                due.Add(service);
        }

        if (due.Count == 0)
            return new StepOutcome.Succeeded("nothing to pull");
        var project = ComposeInput.Of(spec, rendered, [], hands.Time);
        var run = await hands.Compose.PullAsync(project, due, PullPolicy.Always, step.Deadline, cancellation);
        return run switch
        {
            ComposeRun.Succeeded => new StepOutcome.Succeeded($"pulled for {string.Join(", ", due)}"),
            ComposeRun.Failed failed => await NoteAsync(hands, id, rendered, due, failed, cancellation),
            _ => throw ComposeEndings.Of(run, "pulling images"),
        };
    }

    private static async Task<bool> IsDueAsync(Hands hands, PullPolicy policy, string image, CancellationToken cancellation)
    {
        if (policy != PullPolicy.Missing)
            return policy == PullPolicy.Always;
        var answer = await hands.Engine.InspectImageAsync(image, cancellation);
        if (answer.IsNotFound)
            return true;
        answer.Must($"looking for the image {image}");
        return false;
    }

    private static async Task<StepOutcome> NoteAsync(
        Hands hands, ObjectId id, RenderedStack rendered, List<string> due, ComposeRun.Failed failed, CancellationToken cancellation)
    {
        await hands.MustAnswerAsync(cancellation);
        foreach (var service in due)
        {
            var words = failed.Errors.FirstOrDefault(error => error.Service == service) ?? failed.Errors.FirstOrDefault(error => error.Service is null);
            if (words is not null)
                hands.Notes.Problem(id, service, $"its image {rendered.Services[service].Image} could not be pulled: {words.Message}");
        }

        return new StepOutcome.Succeeded($"not every image could be pulled: {failed.Summary}");
    }
}
