using Plumb.Compose.Cli;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Builds images. One that cannot be built stops nobody else: it is noted, and told at the end of the run.</summary>
internal static class BuildWork
{
    public static async Task<StepOutcome> DoAsync(Hands hands, ObjectId id, ComposeSpec spec, ComposeStep.Build step, CancellationToken cancellation)
    {
        var project = ComposeInput.Of(spec, spec.Rendered!, step.Services, hands.Time);
        var problems = new List<string>();
        foreach (var service in step.Services)
        {
            hands.Notes.Forget(id, service);
            if (await IsBuiltAsync(hands, spec.Rendered!, service, cancellation))
                continue;
            var run = await hands.Compose.BuildAsync(project, [service], step.Deadline, cancellation);
            if (run is ComposeRun.Succeeded)
                continue;
            await hands.MustAnswerAsync(cancellation);
            if (run is not ComposeRun.Failed failed)
                throw ComposeEndings.Of(run, $"building {service}");
            var words = $"its image could not be built: {failed.Summary}";
            hands.Notes.Problem(id, service, words);
            problems.Add($"{service}: {words}");
        }

        return problems.Count == 0 ? StepOutcome.Done : new StepOutcome.Succeeded(string.Join("; ", problems));
    }

    /// <summary>The image says itself what it was built from: the same needs no builder, and no registry for its base.</summary>
    private static async Task<bool> IsBuiltAsync(Hands hands, RenderedStack rendered, string service, CancellationToken cancellation)
    {
        var image = ImageName.Of(rendered, service);
        var answer = await hands.Engine.InspectImageAsync(image, cancellation);
        if (answer.IsNotFound)
            return false;
        var built = answer.Must($"looking for the image {image}").Config?.Labels?.GetValueOrDefault(Labels.BuildHash);
        return built is not null && built == rendered.Services[service].BuildHash;
    }
}
