using Plumb.Compose.Cli;
using Plumb.Compose.Model;

namespace Plumb.Compose.Execute;

/// <summary>What Compose is given of a stack.</summary>
internal static class ComposeInput
{
    /// <param name="labelled">Services that get our labels.</param>
    public static ComposeProject Of(ComposeSpec spec, RenderedStack rendered, IEnumerable<string> labelled, TimeProvider time)
    {
        var serviceOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, service) in rendered.Services)
        {
            if (service.Image is { } image)
                serviceOf.TryAdd(image, name);
            if (rendered.Model["services"]?[name]?["container_name"]?.GetValue<string>() is { } container)
                serviceOf.TryAdd(container, name);
        }

        return new()
        {
            Name = spec.Project,
            Directory = rendered.Directory,
            Model = LabelledModel.Of(spec, rendered, labelled, time.GetUtcNow()),
            ServiceOf = serviceOf,
            Variables = rendered.Variables,
        };
    }
}
