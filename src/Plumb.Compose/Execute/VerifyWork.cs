using System.Text;
using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Ends a run: fails for the services that did not come up, each with what is known, and last lines of its log where it ended by itself.</summary>
internal sealed class VerifyWork(Hands hands, ObjectId id, ComposeSpec spec)
{
    private const int LogLines = 20;
    private const int LongestLine = 500;

    // A service that ended with an error before is given this long to do so again, so that the error can tell why.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<StepOutcome> DoAsync(ComposeStep.Verify step, CancellationToken cancellation)
    {
        var now = await hands.Projects.ReadAsync(spec.Project, cancellation);
        var started = hands.Time.GetTimestamp();
        while (step.Services.Any(service => hands.Notes.WasRetried(id, service) && WrongOf(service, now) is null)
            && hands.Time.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Pause, hands.Time, cancellation);
            now = await hands.Projects.ReadAsync(spec.Project, cancellation);
        }

        var problems = new List<Problem>();
        var good = new List<string>();
        foreach (var service in step.Services)
        {
            if (WrongOf(service, now) is { } wrong)
                problems.Add(await ProblemAsync(service, wrong, cancellation));
            else
                good.Add(service);
            hands.Notes.Forget(id, service);
        }

        Remember(good, now);
        return problems.Count == 0 ? StepOutcome.Done : new StepOutcome.Failed(string.Join("\n", problems.Select(it => it.Words))) { Fault = Blame.Of(problems.Select(it => it.Fault)) };
    }

    /// <summary>What came up, and from what: later looks tell by it what somebody took away from what was never made.</summary>
    private void Remember(List<string> services, ProjectNow now)
    {
        if (now.Adoption is not { } record || services.TrueForAll(it => record.Services.GetValueOrDefault(it) == spec.Rendered!.Services[it].InputsHash))
            return;
        var made = record.Services.Where(it => spec.Rendered!.Services.ContainsKey(it.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var service in services)
            made[service] = spec.Rendered!.Services[service].InputsHash;
        hands.Adoptions.Save(record with { Services = made });
    }

    /// <summary>A container that is not as it should be, or that there is none; null: all is well.</summary>
    private Wrong? WrongOf(string service, ProjectNow now)
    {
        if (hands.Notes.ProblemOf(id, service) is not null)
            return new(now.Of(service).FirstOrDefault());
        var desired = spec.Rendered!.Services[service];
        var containers = now.Of(service).ToList();
        if (containers.Count < desired.Scale)
            return new(Container: null);
        var isAwaited = spec.Rendered.Services.Values.Any(other => other.DependsOn.Any(on => on.Service == service && on.Condition == Conditions.Completed));
        var bad = containers.Find(it => it.State is not ("running" or "restarting") && !(it is { State: "exited", ExitCode: 0 } && (desired.MayFinish || isAwaited)));
        return bad is null ? null : new(bad);
    }

    private async Task<Problem> ProblemAsync(string service, Wrong wrong, CancellationToken cancellation)
    {
        var said = hands.Notes.ProblemOf(id, service);
        if (said is not null && wrong.Container?.State != "exited")
            return Of($"{service} did not come up: {said}");
        return wrong.Container switch
        {
            null => Of($"{service} did not come up: it has fewer containers than it should"),

            // What its own program wrote says nothing of whose fault it is.
            { State: "exited" } ended => new(
                $"{service} ended with exit code {ended.ExitCode}{(said is null ? "" : $" ({said})")}{await LogAsync(ended.Id, cancellation)}", Blame.Of(said ?? "")),
            { } other => Of($"{service} did not come up: {other.Name} is {other.State}{await EngineErrorAsync(other.Id, cancellation)}"),
        };

        static Problem Of(string words) => new(words, Blame.Of(words));
    }

    private async Task<string> LogAsync(string container, CancellationToken cancellation)
    {
        var log = await hands.Engine.LogTailAsync(container, LogLines, cancellation);
        if (log is not Engine.EngineAnswer<IReadOnlyList<string>>.Ok { Value: { Count: > 0 } lines })
            return log.Problem is { } why ? $"; its log cannot be read: {why}" : "; it wrote nothing";
        var text = new StringBuilder("; its last lines:");
        foreach (var line in lines)
        {
            // Masked before it is cut: half a secret is not known as one.
            var shown = hands.Shown(spec, line);
            text.Append("\n  ").Append(shown.Length > LongestLine ? shown[..LongestLine] : shown);
        }

        return text.ToString();
    }

    private async Task<string> EngineErrorAsync(string container, CancellationToken cancellation)
    {
        var detail = await hands.Engine.InspectContainerAsync(container, cancellation);
        return detail is Engine.EngineAnswer<Engine.Wire.ContainerDetail>.Ok { Value.State.Error: { Length: > 0 } error } ? $": {error}" : "";
    }

    private sealed record Wrong(ContainerSeen? Container);

    private sealed record Problem(string Words, Fault Fault);
}
