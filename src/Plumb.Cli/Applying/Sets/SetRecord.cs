using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Cli.Applying.Planning;
using Plumb.Cli.Client;
using Plumb.Contracts.Applying;

namespace Plumb.Cli.Applying.Sets;

/// <summary>What the control plane knows of a set: what it made earlier, and what of that it declares no more.</summary>
internal sealed class SetRecord(ApiClient api, string name)
{
    /// <summary>What goes first: ties before what they tie, stacks before whose they are.</summary>
    private static readonly string[] Order = ["target", "stack", "source", "agent", "publisher"];

    private string Path => $"api/v1/apply-sets/{Uri.EscapeDataString(name)}";

    /// <summary>Notes each thing as it is made: an apply that is killed leaves nothing that its set does not know.</summary>
    public void Begin() => api.MakeFor(name);

    /// <summary>What the set made and its files declare no more, in the order in which it goes.</summary>
    public async Task<IReadOnlyList<ApplySetMember>> LeftAsync(IReadOnlyList<Planned> plan, CancellationToken cancellation)
    {
        var seen = await api.FindAsync("read what the set made", Path, cancellation);
        var view = seen?.Deserialize(ClientJson.Reading.ApplySetView);
        var declared = plan.Select(planned => planned.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return view is null ? [] : [.. view.Items.Where(item => item.Made && !declared.Contains(item.Id)).OrderBy(item => Array.IndexOf(Order, item.Kind)).ThenBy(item => item.Name, StringComparer.Ordinal)];
    }

    /// <summary>Takes one away, by its id: what has its name by now is another's.</summary>
    /// <returns>False: it was gone.</returns>
    public async Task<bool> TakeAsync(ApplySetMember item, CancellationToken cancellation)
    {
        var path = item.Kind == "target" && item.Id.Split('/') is [var agent, var stack] ? $"api/v1/agents/{agent}/targets/{stack}" : $"api/v1/{item.Kind}s/{item.Id}";
        try
        {
            await api.DeleteAsync($"take away {item.Kind}/{item.Name}", path, cancellation);
            return true;
        }
        catch (CommandException gone) when (gone.Code is "agent.unknown" or "stack.unknown" or "source.unknown" or "publisher.unknown")
        {
            return false;
        }
    }

    public Task KeepAsync(IEnumerable<ApplySetItem> items, IEnumerable<string> gone, CancellationToken cancellation)
    {
        var body = new ApplySetBody { Items = [.. items], Gone = [.. gone] };
        return api.PutAsync("note what the set made", Path, JsonSerializer.SerializeToNode(body, ClientJson.Reading.ApplySetBody) as JsonObject, cancellation);
    }
}
