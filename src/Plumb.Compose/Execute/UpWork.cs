using Plumb.Compose.Cli;
using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Contracts.Stacks;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>
/// Brings the services of one wave up, all that can be. A service that cannot be brought up is noted and stops no other: the step that ends the run
/// fails for it, by name.
/// </summary>
internal sealed class UpWork(Hands hands, ObjectId id, ComposeSpec spec)
{
    private readonly RenderedStack _rendered = spec.Rendered!;

    public async Task<StepOutcome> DoAsync(ComposeStep.Up step, CancellationToken cancellation)
    {
        var now = await hands.Projects.ReadOursAsync(spec, cancellation);
        var left = new List<string>();
        foreach (var service in step.Recreate.Concat(step.Ensure))
        {
            if (await CanComeUpAsync(service, step.Recreate.Contains(service, StringComparer.Ordinal), now, cancellation))
                left.Add(service);
        }

        var recreate = step.Recreate.Intersect(left, StringComparer.Ordinal).ToList();
        var ensure = step.Ensure.Intersect(left, StringComparer.Ordinal).ToList();
        await BringUpAsync(recreate, UpMode.ForceRecreate, now, step.Deadline, cancellation);
        if (recreate.Count > 0 && ensure.Count > 0)
            hands.Failpoints.Reach(ComposeFailpoints.BetweenUps);
        await BringUpAsync(ensure, UpMode.NoRecreate, now, step.Deadline, cancellation);
        WriteDown(now);
        return Ended(step);
    }

    private void WriteDown(ProjectNow now)
    {
        if (ProjectClaim.AdoptedBy(spec.Ownership, spec.Project, now.Adoption) is null)
            hands.Adoptions.Save(new(spec.Project, spec.Ownership, hands.Time.GetUtcNow(), "plumb", new Dictionary<string, string>(StringComparer.Ordinal)) { Made = true });
    }

    private async Task<bool> CanComeUpAsync(string service, bool recreate, ProjectNow now, CancellationToken cancellation)
    {
        if (Unmet(service, now) is { } why)
        {
            hands.Notes.Problem(id, service, $"it waits: {why}");
            return false;
        }

        var containers = now.Of(service).ToList();
        var wasPulled = hands.Notes.ProblemOf(id, service) is null;
        if (!await IsImageThereAsync(service, cancellation))
            return false;

        // Always means always for what changed; what only has to run again does so with the image that is there.
        if (!wasPulled && recreate)
            return false;
        hands.Notes.Forget(id, service);
        if (containers.Exists(it => it is { State: "exited", ExitCode: not 0 }))
            hands.Notes.Retried(id, service);
        return true;
    }

    private string? Unmet(string service, ProjectNow now)
    {
        foreach (var needed in _rendered.Services[service].DependsOn)
        {
            if (!needed.Required || !_rendered.Services.TryGetValue(needed.Service, out var desired))
                continue;
            switch (ConditionNow.Of(needed, now, desired))
            {
                case ConditionNow.Never never:
                    return never.Why;
                case ConditionNow.NotYet notYet:
                    return notYet.What;
            }
        }

        return null;
    }

    private async Task<bool> IsImageThereAsync(string service, CancellationToken cancellation)
    {
        var image = ImageName.Of(_rendered, service);
        var answer = await hands.Engine.InspectImageAsync(image, cancellation);
        if (!answer.IsNotFound)
        {
            answer.Must($"looking for the image {image}");
            return true;
        }

        if (hands.Notes.ProblemOf(id, service) is null)
            hands.Notes.Problem(id, service, $"its image {image} is not on this host, and its pull policy asks for no pull");
        return false;
    }

    private async Task BringUpAsync(IReadOnlyList<string> services, UpMode mode, ProjectNow before, TimeSpan deadline, CancellationToken cancellation)
    {
        if (services.Count == 0)
            return;
        var project = ComposeInput.Of(spec, _rendered, services, hands.Time);
        var run = await hands.Compose.UpAsync(project, services, mode, PullPolicy.Never, deadline, cancellation);
        if (run is ComposeRun.Succeeded)
            return;
        if (run is not ComposeRun.Failed failed)
            throw ComposeEndings.Of(run, $"bringing up {string.Join(", ", services)}");
        await hands.MustAnswerAsync(cancellation);
        if (await MadeRoomAsync(failed, cancellation))
        {
            await BringUpAsync(services, mode, before, deadline, cancellation);
            return;
        }

        var culprits = services.Count == 1 ? services : [.. services.Where(service => failed.Errors.Any(error => error.Service == service))];
        foreach (var culprit in culprits)
            hands.Notes.Problem(id, culprit, WordsOf(failed, culprit));
        await BringUpTheRestAsync([.. services.Except(culprits, StringComparer.Ordinal)], oneByOne: culprits.Count == 0, mode, before, deadline, cancellation);
    }

    /// <summary>Takes a container of ours away that can never be started; the next try makes another one, so this ends.</summary>
    private async Task<bool> MadeRoomAsync(ComposeRun.Failed failed, CancellationToken cancellation)
    {
        if (StuckTask.ContainerOf(failed) is not { } stuck)
            return false;
        var now = await hands.Projects.ReadOursAsync(spec, cancellation);
        if (Touchable.Find(spec, now, stuck) is not { State: "created" or "exited" or "dead" } container)
            return false;
        await RemoveWork.RemoveAsync(hands, container, cancellation);
        return true;
    }

    /// <summary>Compose gives up on all when one fails: the others get their turn without it.</summary>
    private async Task BringUpTheRestAsync(
        IReadOnlyList<string> rest, bool oneByOne, UpMode mode, ProjectNow before, TimeSpan deadline, CancellationToken cancellation)
    {
        if (rest.Count == 0)
            return;
        var now = await hands.Projects.ReadOursAsync(spec, cancellation);
        var isMade = rest.ToLookup(service => mode == UpMode.NoRecreate || !now.Of(service).Any(it => before.Find(it.Id) is not null));
        foreach (var (services, how) in ((IEnumerable<string>, UpMode)[])[(isMade[false], mode), (isMade[true], UpMode.NoRecreate)])
        {
            var groups = oneByOne ? services.Select(service => new[] { service }) : [[.. services]];
            foreach (var group in groups)
                await BringUpAsync(group, how, before, deadline, cancellation);
        }
    }

    private static string WordsOf(ComposeRun.Failed failed, string service) =>
        failed.Errors.FirstOrDefault(error => error.Service == service)?.Message ?? failed.Summary;

    private StepOutcome Ended(ComposeStep.Up step)
    {
        var problems = step.Recreate.Concat(step.Ensure)
            .Where(service => hands.Notes.ProblemOf(id, service) is not null)
            .Select(service => $"{service}: {hands.Notes.ProblemOf(id, service)}")
            .ToList();
        return problems.Count == 0 ? StepOutcome.Done : new StepOutcome.Succeeded($"not brought up: {string.Join("; ", problems)}");
    }
}
