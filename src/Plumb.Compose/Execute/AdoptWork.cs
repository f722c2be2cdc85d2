using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Writes down that a project is ours, with the containers that are in it: they count as made from what is desired now.</summary>
internal static class AdoptWork
{
    public static async Task<StepOutcome> DoAsync(Hands hands, ComposeSpec spec, CancellationToken cancellation)
    {
        var now = await hands.Projects.ReadAsync(spec.Project, cancellation);
        var services = spec.Rendered?.Services ?? new Dictionary<string, RenderedService>(StringComparer.Ordinal);
        var taken = now.Containers
            .Where(container => !container.OneOff && services.ContainsKey(container.Service))
            .ToDictionary(container => container.Id, container => services[container.Service].InputsHash, StringComparer.Ordinal);
        var by = spec.Target.Requests.LastOrDefault(request => request.Ask == StackAsk.Adopt)?.By ?? "unknown";
        hands.Adoptions.Save(new(spec.Project, spec.Ownership, hands.Time.GetUtcNow(), by, taken));
        return new StepOutcome.Succeeded($"{taken.Count} containers of {spec.Project} count as ours from now on");
    }
}
