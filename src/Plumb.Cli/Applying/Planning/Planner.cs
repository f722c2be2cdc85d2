using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Cli.Applying.Reading;
using Plumb.Cli.Client;

namespace Plumb.Cli.Applying.Planning;

/// <summary>Compares manifests with what is there, and has the control plane check what only it can. Writes nothing.</summary>
internal sealed class Planner(ApiClient api, Func<string, string> mask, IReadOnlyList<Manifest> all)
{
    private readonly HashSet<string> declared = [.. all.Select(manifest => manifest.Shown)];

    /// <exception cref="CommandException">It cannot be applied.</exception>
    public Task<Planned> PlanAsync(Manifest manifest, CancellationToken cancellation) => manifest.Kind switch
    {
        "Publisher" => PublisherAsync(manifest, cancellation),
        "Source" => SourceAsync(manifest, cancellation),
        "Agent" => AgentAsync(manifest, cancellation),
        "Stack" => StackAsync(manifest, cancellation),
        "Target" => TargetAsync(manifest, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(manifest), manifest.Kind, message: null),
    };

    private async Task<Planned> PublisherAsync(Manifest manifest, CancellationToken cancellation)
    {
        var before = await FindAsync(manifest, ApiPlace.Of(manifest), cancellation);
        return before?.GetProperty("kind").GetString() == "source"
            ? throw Impossible(manifest, $"'{manifest.Name}' is a source", "Give one of the two another name.")
            : new(manifest, before, []);
    }

    private async Task<Planned> SourceAsync(Manifest manifest, CancellationToken cancellation)
    {
        var before = await FindAsync(manifest, ApiPlace.Of(manifest), cancellation);
        return new(manifest, before, Desired.Source(manifest, Part(before, "spec"), mask));
    }

    private async Task<Planned> AgentAsync(Manifest manifest, CancellationToken cancellation)
    {
        var before = await FindAsync(manifest, ApiPlace.Of(manifest), cancellation);
        return new(manifest, before, Desired.Marks(manifest, Part(before, "own")));
    }

    private async Task<Planned> StackAsync(Manifest manifest, CancellationToken cancellation)
    {
        var place = ApiPlace.Of(manifest);
        var before = await FindAsync(manifest, place, cancellation);
        if (before is null && !declared.Contains($"publisher/{manifest.Publisher}") && await FindAsync(manifest, $"api/v1/publishers/{ApiPlace.Escaped(manifest.Publisher!)}", cancellation) is null)
        {
            throw Impossible(manifest, $"there is no publisher '{manifest.Publisher}', and no document makes it", $"Add one: kind: Publisher, metadata: {{ name: {manifest.Publisher} }}.");
        }

        if (manifest.Spec["selector"]?.GetValue<string>() is { Length: > 0 } selector)
        {
            await CheckAsync(manifest, selector, cancellation);
        }

        var changes = Desired.Stack(manifest, before).ToList();
        if (manifest.Content is null)
        {
            return new(manifest, before, changes);
        }

        var (_, check) = await api.PostNodeAsync($"apply {manifest.Shown}", $"{place}/deployment-objects?dryRun=true", (JsonObject)manifest.Content.DeepClone(), cancellation);
        var publishes = check!.Value.GetProperty("changes").GetBoolean();
        if (publishes)
        {
            changes.Add(new("content", Short(check.Value.GetProperty("newest").GetString()), Short(check.Value.GetProperty("checksum").GetString())));
        }

        return new(manifest, before, changes) { Publishes = publishes };
    }

    private async Task<Planned> TargetAsync(Manifest manifest, CancellationToken cancellation)
    {
        var (agent, stack) = (manifest.Spec["agent"]!.GetValue<string>(), manifest.Spec["stack"]!.GetValue<string>());
        var who = await FindAsync(manifest, $"api/v1/agents/{ApiPlace.Escaped(agent)}", cancellation);
        if (who is null && !declared.Contains($"agent/{agent}"))
        {
            throw Impossible(manifest, $"there is no agent '{agent}', and no document makes it", $"Add one: kind: Agent, metadata: {{ name: {agent} }}.");
        }

        var what = await FindAsync(manifest, $"api/v1/stacks/{ApiPlace.Escaped(stack)}", cancellation);
        if (what is null && !declared.Contains($"stack/{stack}"))
        {
            throw Impossible(manifest, $"there is no stack '{stack}', and no document makes it", "Stacks are named PUBLISHER/NAME; those of the first source by their path.");
        }

        var isTied = who is { } known && what is { } tied && known.GetProperty("targets").EnumerateArray().Any(target => target.GetString() == tied.GetProperty("name").GetString());
        return new(manifest, isTied ? what : null, []) { Tied = isTied ? $"{who!.Value.GetProperty("id").GetString()}/{what!.Value.GetProperty("id").GetString()}" : null };
    }

    /// <summary>Selectors are read in one place, the control plane's.</summary>
    private async Task CheckAsync(Manifest manifest, string selector, CancellationToken cancellation)
    {
        try
        {
            await FindAsync(manifest, $"api/v1/stacks?limit=1&label={Uri.EscapeDataString(selector)}", cancellation);
        }
        catch (CommandException own) when (own.Code == "role.forbidden")
        {
            // A publisher's key lists no stacks: its selector is checked when it is applied.
        }
    }

    private Task<JsonElement?> FindAsync(Manifest manifest, string path, CancellationToken cancellation) => api.FindAsync($"apply {manifest.Shown}", path, cancellation);

    private static CommandException Impossible(Manifest manifest, string happened, string mend) => new($"apply {manifest.Shown}", happened, mend);

    private static JsonElement? Part(JsonElement? of, string name) => of is { } there && there.TryGetProperty(name, out var part) ? part : null;

    private static string? Short(string? checksum) => checksum is { Length: > 12 } ? checksum[..12] : checksum;
}
