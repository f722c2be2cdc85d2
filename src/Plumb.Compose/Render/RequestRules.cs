using Plumb.Contracts.Targets;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Render;

/// <summary>What a stack's settings must be before Compose is asked.</summary>
internal static class RequestRules
{
    private const string SettingsFile = "plumb.stack.yaml";

    public static Refusal? Broken(RenderRequest request, StackContent content)
    {
        var settings = request.Stack.Settings;
        if (settings.Project is { } project && !ProjectName.IsValid(project))
        {
            return new Refusal(SettingsFile, "project.name", $"'{project}' is no project name: lower-case letters, digits, '-' and '_', beginning with a letter or digit.");
        }

        if (request.Files.Count == 0)
        {
            return new Refusal(".", "compose.missing", "No compose file is known. Add compose.yaml, or name the files in plumb.stack.yaml.");
        }

        if (settings.Profiles.FirstOrDefault(p => p.StartsWith('-') || p.Length == 0) is { } profile)
        {
            return new Refusal(SettingsFile, "profile.name", $"'{profile}' is no profile.");
        }

        var tracked = content.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var file in request.Files.Concat(settings.EnvFiles))
        {
            if (UntrustedPath.BrokenRule(file) is { } rule)
            {
                return new Refusal(SettingsFile, rule, $"'{file}' is refused: {UntrustedPathException.Meaning(rule)}.");
            }

            if (!tracked.Contains(content.Root == "." ? file : $"{content.Root}/{file}"))
            {
                return new Refusal(file, "file.missing", "The file is named in the stack's settings but is not tracked in its directory.");
            }
        }

        if (settings.Variables.Keys.FirstOrDefault(ReservedVariables.Contains) is { } reserved)
        {
            return new Refusal(SettingsFile, "variable.reserved", $"'{reserved}' would change how Compose itself works. Give the variable another name.");
        }

        return settings.Variables.Keys.FirstOrDefault(n => n.Length == 0 || n.Contains('=', StringComparison.Ordinal) || n.Contains('\0', StringComparison.Ordinal)) is { } name
            ? new Refusal(SettingsFile, "variable.name", $"'{name}' is no variable's name.")
            : null;
    }
}
