using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Cli.Applying.Planning;
using Plumb.Cli.Applying.Reading;
using Plumb.Cli.Client;

namespace Plumb.Cli.Applying;

/// <summary>Makes and changes things as they were planned, through the API. What a manifest does not say stays as it is.</summary>
internal sealed class Applier(ApiClient api)
{
    /// <returns>The thing's id.</returns>
    /// <exception cref="CommandException">It was refused.</exception>
    public async Task<string> ApplyAsync(Planned planned, CancellationToken cancellation) => planned switch
    {
        { Outcome: Outcome.Unchanged } => planned.Id!,
        { Manifest.Kind: "Publisher" } => await PutAsync(planned, [], cancellation),
        { Manifest.Kind: "Source" } => await PutAsync(planned, SourceBody(planned), cancellation),
        { Manifest.Kind: "Agent" } => await PutAsync(planned, Copy(planned.Manifest.Metadata), cancellation),
        { Manifest.Kind: "Stack" } => await StackAsync(planned, cancellation),
        { Manifest.Kind: "Target" } => await TieAsync(planned.Manifest, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(planned), planned.Manifest.Kind, message: null),
    };

    private async Task<string> PutAsync(Planned planned, JsonObject body, CancellationToken cancellation)
    {
        var (_, now) = await api.PutAsync(Tried(planned.Manifest), ApiPlace.Of(planned.Manifest), body, cancellation);
        return IdOf(now);
    }

    // A source is put whole: the agent that it has stays where the file does not say.
    private static JsonObject SourceBody(Planned planned)
    {
        var body = Copy(planned.Manifest.Spec);
        if (!body.ContainsKey("agent") && planned.Before is { } before && before.GetProperty("spec").TryGetProperty("agent", out var agent) && agent.ValueKind == JsonValueKind.String)
        {
            body["agent"] = agent.GetString();
        }

        return body;
    }

    private async Task<string> StackAsync(Planned planned, CancellationToken cancellation)
    {
        var manifest = planned.Manifest;
        var body = Copy(manifest.Metadata);
        foreach (var (key, value) in manifest.Spec)
        {
            body[key] = value?.DeepClone();
        }

        var tried = Tried(manifest);
        string id;
        if (planned.Before is null)
        {
            (body["publisher"], body["name"]) = (manifest.Publisher, manifest.Name);
            id = IdOf((await api.PostNodeAsync(tried, "api/v1/stacks", body, cancellation)).Now);
        }
        else
        {
            id = IdOf((await api.PutAsync(tried, $"api/v1/stacks/{planned.Id}", body, cancellation)).Now);
        }

        if (planned.Publishes)
        {
            await api.PostNodeAsync(tried, $"api/v1/stacks/{id}/deployment-objects", manifest.Content!, cancellation);
        }

        return id;
    }

    private async Task<string> TieAsync(Manifest manifest, CancellationToken cancellation)
    {
        var tried = Tried(manifest);
        var agent = $"api/v1/agents/{ApiPlace.Escaped(manifest.Spec["agent"]!.GetValue<string>())}";
        var stack = ApiPlace.Escaped(manifest.Spec["stack"]!.GetValue<string>());
        await api.PutAsync(tried, $"{agent}/targets/{stack}", body: null, cancellation);
        return $"{IdOf(await api.FindAsync(tried, agent, cancellation))}/{IdOf(await api.FindAsync(tried, $"api/v1/stacks/{stack}", cancellation))}";
    }

    private static string Tried(Manifest manifest) => $"apply {manifest.Shown}";

    private static JsonObject Copy(JsonObject of) => (JsonObject)of.DeepClone();

    private static string IdOf(JsonElement? view) => view is { } there ? there.GetProperty("id").GetString()! : "gone";
}
