using System.Text.Json.Nodes;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>Makes a rendered stack of the model that Compose wrote.</summary>
internal static class ModelReader
{
    /// <param name="request">What was rendered.</param>
    /// <param name="content">From which files.</param>
    /// <param name="model">What Compose wrote; changed into the model that is given back to it.</param>
    /// <param name="variables">Values of variables that configs and secrets are made of.</param>
    /// <param name="top">The private directory that it was rendered in.</param>
    public static RenderOutcome Read(RenderRequest request, StackContent content, JsonObject model, IReadOnlyDictionary<string, string> variables, string top)
    {
        var rewrite = new PathRewrite(top, content.Root, request.Place);
        rewrite.Apply(model);
        if (rewrite.Ancestor is { } ancestor)
        {
            return Refused(request, "path.outside", $"It mounts or builds '{ancestor}', which is more than the stack's own directory: only that is deployed.");
        }

        if (rewrite.Home)
        {
            return Refused(request, "path.home", "It names a path with '~'. Write the whole path, or declare HOME in the stack's variables.");
        }

        if ((ObjectFiles.Broken(model, content, request.Place, request.Files[0]) ?? HostRules.Broken(model, content, request.Place, request.Files[0])) is { } broken)
        {
            return new RenderOutcome.Refused(broken);
        }

        ModelForCompose.Clean(model);
        var services = model.Map("services");
        var waves = ServiceWaves.Of(services.ToDictionary(s => s.Key, s => ServiceReader.Needs((JsonObject)s.Value!), StringComparer.Ordinal), out var cycle);
        if (cycle.Count > 0)
        {
            return Refused(request, "compose.cycle", $"These services wait for each other: {string.Join(", ", cycle)}.");
        }

        var index = new ContentIndex(content, request.Place, request.Instructions(content.Root));
        var reader = new ServiceReader(model, index, variables);
        try
        {
            return new RenderOutcome.Rendered(new RenderedStack
            {
                Project = model.Text("name") ?? request.FallbackProject,
                ComposeHash = ComposeHash(request, model, services, reader, index),
                Model = model,
                Services = services.ToDictionary(s => s.Key, s => reader.Read(s.Key, (JsonObject)s.Value!), StringComparer.Ordinal),
                Networks = Resources(model, "networks"),
                Volumes = Resources(model, "volumes"),
                Waves = waves,
                Directory = request.Place.Directory,
                Variables = variables,
                SecretTexts = [.. StackSecrets.TextsOf(model, index)],
            });
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return Refused(request, "compose.number", $"Compose wrote a number that cannot be read: {error.Message}");
        }
    }

    /// <summary>The same on every host: the stack's place is left out of it.</summary>
    private static string ComposeHash(RenderRequest request, JsonObject model, JsonObject services, ServiceReader reader, ContentIndex index)
    {
        var place = PathRewrite.Doubled(request.Place.Directory);
        var beside = PathRewrite.Doubled(request.Place.Beside);
        var text = CanonicalModel.Of(model, s => s.Replace(beside, "{beside}", StringComparison.Ordinal).Replace(place, "{stack}", StringComparison.Ordinal));
        var used = services.Select(s => (JsonObject)s.Value!).SelectMany(s => reader.MountedBy(s).Concat(reader.BuiltFrom(s)));
        return CanonicalModel.Hash($"plumb model 1\n{text}\n{index.Identity(used)}");
    }

    private static Dictionary<string, RenderedResource> Resources(JsonObject model, string kind)
    {
        var resources = new Dictionary<string, RenderedResource>(StringComparer.Ordinal);
        foreach (var (key, value) in model.Map(kind))
        {
            var resource = value as JsonObject;
            resources[resource.Text("name") ?? key] = new RenderedResource(key, resource.Flag("external"), resource.Text("driver"), resource.Texts("driver_opts"));
        }

        return resources;
    }

    private static RenderOutcome.Refused Refused(RenderRequest request, string rule, string message) => new(new Refusal(request.Files[0], rule, message));
}
