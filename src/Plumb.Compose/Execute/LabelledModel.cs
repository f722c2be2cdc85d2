using System.Globalization;
using System.Text.Json.Nodes;
using Plumb.Compose.Model;

namespace Plumb.Compose.Execute;

/// <summary>The model as Compose gets it: a copy, with our labels on the services that are named.</summary>
internal static class LabelledModel
{
    public static byte[] Of(ComposeSpec spec, RenderedStack rendered, IEnumerable<string> named, DateTimeOffset now)
    {
        var model = rendered.Model.DeepClone().AsObject();
        var services = model["services"]!.AsObject();
        foreach (var (_, service) in services)
            WithoutAbsent(service!.AsObject(), services);
        foreach (var name in named)
        {
            var service = services[name]!.AsObject();
            if (service["labels"] is not JsonObject labels)
                service["labels"] = labels = [];
            foreach (var (label, value) in LabelsOf(spec, rendered, name, now))
                labels[label] = Literal(value);
            if (service["build"] is JsonObject build && rendered.Services[name].BuildHash is { } hash)
                LabelImage(build, hash);
        }

        return YamlReadableJson.Of(model);
    }

    /// <summary>What is not required may be missing from the model, and then Compose refuses to read what it wrote itself.</summary>
    private static void WithoutAbsent(JsonObject service, JsonObject services)
    {
        if (service["depends_on"] is not JsonObject needed)
            return;
        foreach (var absent in needed.Select(entry => entry.Key).Where(name => !services.ContainsKey(name)).ToList())
            needed.Remove(absent);
    }

    private static void LabelImage(JsonObject build, string hash)
    {
        if (build["labels"] is not JsonObject labels)
            build["labels"] = labels = [];
        labels[Labels.BuildHash] = hash;
    }

    private static IEnumerable<(string Label, string Value)> LabelsOf(ComposeSpec spec, RenderedStack rendered, string service, DateTimeOffset now)
    {
        yield return (Labels.Instance, spec.Ownership.Instance);
        yield return (Labels.Scope, spec.Ownership.Scope);
        yield return (Labels.Stack, spec.Ownership.StackPath);
        if (spec.Target.Revision is { } revision)
            yield return (Labels.Revision, revision);
        if (spec.Target.CommitMessage is { } message)
            yield return (Labels.CommitMessage, CommitSubject.Of(message));
        yield return (Labels.ComposeHash, rendered.ComposeHash);
        yield return (Labels.InputsHash, rendered.Services[service].InputsHash);
        yield return (Labels.Sequence, spec.Target.Sequence.ToString(CultureInfo.InvariantCulture));
        yield return (Labels.SyncedAt, now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>Compose fills in <c>$</c> in every value; doubled, it stands for itself.</summary>
    private static string Literal(string value) => value.Replace("$", "$$", StringComparison.Ordinal);
}
