using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Compose.Cli;
using Plumb.Contracts.Targets;
using Plumb.Platform.Secrets;

namespace Plumb.Compose.Render;

/// <summary>Between a stack's own words and what Compose is told and answers: its private directory and stand-in name never show.</summary>
internal sealed class RenderWords(RenderRequest request, StackContent content, ContentStaging staging, string noName)
{
    private string StackDirectory => staging.PathOf(content.Root);

    public async Task<ConfigRequest> RequestAsync(CancellationToken cancellation)
    {
        var settings = request.Stack.Settings;
        var files = request.Files.Select(f => $"{StackDirectory}/{f}").ToList();
        var project = KnownProject.Of(request, content);
        return new ConfigRequest
        {
            // As Compose does it: relative paths count from the first file's directory.
            Directory = Path.GetDirectoryName(files[0])!,
            Files = project is null ? [await NameFileAsync(cancellation), .. files] : files,
            Project = project,
            Profiles = settings.Profiles,
            EnvFiles = [.. settings.EnvFiles.Select(f => $"{StackDirectory}/{f}")],
            Variables = settings.Variables,
            AsksForGoRuntime = content.Files.Any(f => GoRuntime.IsNamedIn(f.Bytes)),
        };
    }

    /// <summary>Gives the project its stand-in name, which any file of the stack overrides. Compose takes 10 ms more with it.</summary>
    private Task<string> NameFileAsync(CancellationToken cancellation) =>
        WriteAsync("name.json", $$"""{ "name": "{{noName}}", "services": {} }""", cancellation);

    /// <summary>Writes a file of ours beside the content, where no path of the stack's own files can mean it.</summary>
    public async Task<string> WriteAsync(string name, string text, CancellationToken cancellation)
    {
        var path = $"{staging.Top}/{name}";
        await File.WriteAllTextAsync(path, text, cancellation);
        return path;
    }

    /// <summary>The model with the project's real name; null when it is no model.</summary>
    public JsonObject? Parse(string output)
    {
        try
        {
            return JsonNode.Parse(output.Replace(noName, request.FallbackProject, StringComparison.Ordinal)) as JsonObject;
        }
        catch (JsonException)
        {
            // Cut or mixed with other words: the caller says so, without the text, which may hold secrets.
            return null;
        }
    }

    public RenderOutcome Outcome(ComposeRun run) => run switch
    {
        ComposeRun.Failed failed when IsOutOfMemory(failed) => Refused(
            "compose.memory", "Compose ran out of memory while rendering it. Remove aliases or merges that multiply."),
        ComposeRun.Failed failed => Refused("compose.invalid", Own(failed.Summary)),
        ComposeRun.DeadlinePassed late => new RenderOutcome.Failed($"Compose did not render it within {late.After.TotalSeconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture)} s."),
        ComposeRun.NotStarted missing => new RenderOutcome.Failed(missing.Why),
        ComposeRun.Unreachable away => new RenderOutcome.Failed(Own(away.Why)),
        _ => new RenderOutcome.Failed("Compose wrote a model that cannot be read."),
    };

    private RenderOutcome.Refused Refused(string rule, string message) => new(new Refusal(request.Files[0], rule, message));

    private static bool IsOutOfMemory(ComposeRun.Failed failed) =>
        failed.ExitCode is 137 or 139 || failed.Summary.Contains("out of memory", StringComparison.Ordinal) || failed.Summary.Contains("cannot allocate memory", StringComparison.Ordinal);

    /// <summary>Compose's message in the stack's own words, without values of variables: Compose quotes what it cannot take.</summary>
    private string Own(string message)
    {
        var mask = new SecretMask();
        foreach (var value in request.Stack.Settings.Variables.Values)
        {
            mask.Add(value);
        }

        foreach (var value in EnvText.Values(request, content))
        {
            mask.Add(value);
        }

        var text = message
            .Replace(StackDirectory + "/", "", StringComparison.Ordinal)
            .Replace(StackDirectory, ".", StringComparison.Ordinal)
            .Replace(staging.Root + "/", "", StringComparison.Ordinal)
            .Replace(staging.Top, "", StringComparison.Ordinal)
            .Replace(noName, request.FallbackProject, StringComparison.Ordinal);
        return mask.Mask(text);
    }
}
