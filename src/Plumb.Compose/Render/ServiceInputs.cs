using System.Text.Json.Nodes;

namespace Plumb.Compose.Render;

/// <summary>What makes a service's containers what they are: when it changes they are made anew, and only then.</summary>
internal static class ServiceInputs
{
    /// <summary>How many there are, what they wait for and where their image comes from is not in the containers themselves.</summary>
    private static readonly string[] NotInContainer = ["scale", "depends_on", "attach", "pull_policy", "profiles", "develop"];

    /// <param name="model">The whole model.</param>
    /// <param name="service">The service in it.</param>
    /// <param name="contentIdentity">Of the tracked files that it mounts or builds from.</param>
    /// <param name="variables">Values of variables that configs and secrets are made of.</param>
    public static string Hash(JsonObject model, JsonObject service, string contentIdentity, IReadOnlyDictionary<string, string> variables)
    {
        var own = service.DeepClone().AsObject();
        foreach (var key in NotInContainer)
        {
            own.Remove(key);
        }

        (own["deploy"] as JsonObject)?.Remove("replicas");
        var inputs = new JsonObject
        {
            ["service"] = own,
            ["networks"] = Used(model, "networks", service.Map("networks").Select(n => n.Key)),
            ["configs"] = Used(model, "configs", Sources(service, "configs")),
            ["secrets"] = Used(model, "secrets", Sources(service, "secrets")),
            ["volumes"] = VolumeNames(model, service),
        };
        var values = Values(model, service, variables);
        return CanonicalModel.Hash($"plumb inputs 1\n{CanonicalModel.Of(inputs)}\n{values}\n{contentIdentity}");
    }

    private static JsonObject Used(JsonObject model, string kind, IEnumerable<string> keys)
    {
        var used = new JsonObject();
        foreach (var key in keys.Distinct(StringComparer.Ordinal))
        {
            used[key] = model.Map(kind)[key]?.DeepClone();
        }

        return used;
    }

    /// <summary>Only which volumes: options of one that exists cannot change under a container, and are a matter of their own.</summary>
    private static JsonObject VolumeNames(JsonObject model, JsonObject service)
    {
        var names = new JsonObject();
        foreach (var key in service.List("volumes").OfType<JsonObject>().Where(v => v.Text("type") == "volume").Select(v => v.Text("source") ?? "").Distinct(StringComparer.Ordinal))
        {
            names[key] = model.Map("volumes").Map(key).Text("name");
        }

        return names;
    }

    private static string Values(JsonObject model, JsonObject service, IReadOnlyDictionary<string, string> variables)
    {
        string[] kinds = ["configs", "secrets"];
        var used = kinds
            .SelectMany(kind => Sources(service, kind).Select(key => model.Map(kind).Map(key).Text("environment")))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name}\0{(variables.TryGetValue(name, out var value) ? value : "")}\0");
        return string.Concat(used);
    }

    private static IEnumerable<string> Sources(JsonObject service, string kind) =>
        service.List(kind).OfType<JsonObject>().Select(use => use.Text("source") ?? "");
}
