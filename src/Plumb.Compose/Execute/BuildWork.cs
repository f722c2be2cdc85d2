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
        var project = ComposeInput.Of(spec, spec.Rendered!, [], hands.Time);
        var problems = new List<string>();
        foreach (var service in step.Services)
        {
            hands.Notes.Forget(id, service);
            var run = await hands.Compose.BuildAsync(project, [service], step.Deadline, cancellation);
            if (run is ComposeRun.Succeeded)
                continue;
            await hands.MustAnswerAsync(cancellation);
            if (run is not ComposeRun.Failed failed)
                throw ComposeEndings.Of(run, $"building {service}");
            var words = $"its image could not be built: {hands.Mask.Mask(failed.Summary)}";
            hands.Notes.Problem(id, service, words);
            problems.Add($"{service}: {words}");
        }

        return problems.Count == 0 ? StepOutcome.Done : new StepOutcome.Succeeded(string.Join("; ", problems));
    }
}
