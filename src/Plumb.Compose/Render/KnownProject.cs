using Plumb.Contracts.Targets;
using Plumb.Platform.Yaml;

namespace Plumb.Compose.Render;

/// <summary>A project's name where it can be known without rendering, as with nearly every stack: it stands in one place, in plain words, or in none.</summary>
internal static class KnownProject
{
    /// <summary>The name that rendering would give; null: only rendering tells.</summary>
    public static string? Of(RenderRequest request, StackContent content)
    {
        if (request.Stack.Settings.Project is { } settled)
        {
            return settled;
        }

        // Compose would take the name from the variable, or put the name where the variable stands.
        if (request.Stack.Settings.Variables.ContainsKey("COMPOSE_PROJECT_NAME") || content.Files.Any(f => f.Bytes.AsSpan().IndexOf("COMPOSE_PROJECT_NAME"u8) >= 0))
        {
            return null;
        }

        var documents = request.Files.Select(f => DocumentOf(f, content)).ToList();
        if (documents.Exists(d => d is null || d.Own.Any(e => e.Key.Value is "include" or YamlMapping.Merge)))
        {
            return null;
        }

        var names = documents.Select(d => d!["name"]).OfType<YamlNode>().ToList();
        return names switch
        {
            [] => request.FallbackProject,
            [YamlScalar { Tag: null } name] when IsText(name) && ProjectName.IsValid(name.Value) => name.Value,
            _ => null,
        };
    }

    /// <summary>Neither number nor truth value nor nothing, in any version of YAML: these Compose refuses.</summary>
    private static bool IsText(YamlScalar name) => !name.Plain
        || (name.Value is [>= 'a' and <= 'z', ..] && name.Value is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n"));

    private static YamlMapping? DocumentOf(string file, StackContent content)
    {
        var path = content.Root == "." ? file : $"{content.Root}/{file}";
        if (content.Files.FirstOrDefault(f => f.Path == path) is not { } found)
        {
            return null;
        }

        try
        {
            return CappedYaml.Parse(file, found.Bytes) is [YamlMapping only] ? only : null;
        }
        catch (YamlRefusedException)
        {
            // Whoever renders it is told which rule it breaks.
            return null;
        }
    }
}
