using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Cli.Client;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying;

/// <summary>What came of applying one thing.</summary>
internal enum Applied
{
    Created,
    Configured,
    Unchanged,
}

/// <summary>Makes things as manifests declare them, through the API. What a manifest does not say stays as it is.</summary>
internal sealed class Applier(ApiClient api)
{
    private static readonly string[] StackFields = ["driver", "labels", "annotations", "selector", "settings"];

    /// <exception cref="CommandException">It was refused.</exception>
    public Task<Applied> ApplyAsync(Manifest manifest, CancellationToken cancellation) => manifest.Kind switch
    {
        "Publisher" => PutAsync(manifest, $"api/v1/publishers/{Escaped(manifest.Name)}", new JsonObject(), [], cancellation),
        "Source" => PutAsync(manifest, $"api/v1/sources/{Escaped(manifest.Name)}", Specs.Json(manifest.Spec) ?? new JsonObject(), ["spec"], cancellation),
        "Agent" => PutAsync(manifest, $"api/v1/agents/{Escaped(manifest.Name)}", Marks(manifest), ["labels", "annotations"], cancellation),
        "Stack" => StackAsync(manifest, cancellation),
        "Target" => TargetAsync(manifest, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(manifest), manifest.Kind, message: null),
    };

    private async Task<Applied> StackAsync(Manifest manifest, CancellationToken cancellation)
    {
        var body = Marks(manifest);
        body["publisher"] = manifest.Publisher;
        body["name"] = manifest.Name;
        foreach (var key in (string[])["driver", "selector", "policies"])
        {
            if (manifest.Spec?[key] is { } said)
            {
                body[key] = Specs.Json(said);
            }
        }

        var content = StackContents.Of(manifest);
        var path = $"api/v1/stacks/{Escaped($"{manifest.Publisher}/{manifest.Name}")}";
        var tried = $"apply {manifest.Shown}";
        var before = await api.FindAsync(tried, path, cancellation);
        var (made, after) = before is null ? await api.PostNodeAsync(tried, "api/v1/stacks", body, cancellation) : await api.PutAsync(tried, path, Without(body, "publisher", "name"), cancellation);
        var published = content is not null && (await api.PostNodeAsync(tried, $"api/v1/stacks/{after!.Value.GetProperty("id").GetString()}/deployment-objects", content, cancellation)).Made;
        return made ? Applied.Created : published || !Same(before, after, StackFields) ? Applied.Configured : Applied.Unchanged;
    }

    private async Task<Applied> TargetAsync(Manifest manifest, CancellationToken cancellation)
    {
        var (agent, stack) = (((YamlScalar)manifest.Spec!["agent"]!).Value, ((YamlScalar)manifest.Spec["stack"]!).Value);
        var tried = $"apply {manifest.Shown}";
        var before = await api.FindAsync(tried, $"api/v1/agents/{Escaped(agent)}", cancellation);
        var (_, view) = await api.PutAsync(tried, $"api/v1/agents/{Escaped(agent)}/targets/{Escaped(stack)}", body: null, cancellation);
        var name = view?.GetProperty("stack").GetString();
        var had = before?.TryGetProperty("targets", out var targets) == true && targets.EnumerateArray().Any(target => target.GetString() == name);
        return had ? Applied.Unchanged : Applied.Created;
    }

    private async Task<Applied> PutAsync(Manifest manifest, string path, JsonNode body, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var tried = $"apply {manifest.Shown}";
        var before = await api.FindAsync(tried, path, cancellation);
        var (_, after) = await api.PutAsync(tried, path, body, cancellation);
        return before is null ? Applied.Created : Same(before, after, fields) ? Applied.Unchanged : Applied.Configured;
    }

    /// <summary>Labels and annotations, where the manifest says any.</summary>
    private static JsonObject Marks(Manifest manifest)
    {
        var body = new JsonObject();
        foreach (var key in (string[])["labels", "annotations"])
        {
            if (manifest.Metadata?[key] is { } said)
            {
                body[key] = Specs.Texts(said);
            }
        }

        return body;
    }

    private static JsonObject Without(JsonObject body, params IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            body.Remove(key);
        }

        return body;
    }

    private static bool Same(JsonElement? before, JsonElement? after, IReadOnlyList<string> fields) =>
        before is { } was && after is { } now && fields.All(field => JsonElement.DeepEquals(Field(was, field), Field(now, field)));

    private static JsonElement Field(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value : default;

    private static string Escaped(string name) => Uri.EscapeDataString(name);
}
