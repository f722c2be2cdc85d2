using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Plumb.Compose.Cli;
using Plumb.Compose.Layout;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>
/// Renders a stack with Compose itself, from its tracked files alone, in a private directory, with an empty environment. The same
/// content and settings always give the same answer, whatever lies at the stack's stable place.
/// </summary>
public sealed class StackRenderer
{
    private readonly ComposeCli _compose;
    private readonly StackPlaces _places;
    private readonly string _staging;

    /// <param name="compose">Runs Compose.</param>
    /// <param name="places">Where stacks' content lies in the end.</param>
    /// <param name="staging">Absolute: a directory that is this renderer's alone, such as <c>&lt;data&gt;/state/staging</c>. What is in it is removed.</param>
    public StackRenderer(ComposeCli compose, StackPlaces places, string staging)
    {
        _compose = compose;
        _places = places;
        _staging = staging;
        ContentStaging.Sweep(staging);
    }

    public Task<RenderOutcome> RenderAsync(TargetStack stack, StackContent content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(content);
        return RenderAsync(RenderRequest.Of(stack, _places), content, cancellation);
    }

    internal async Task<RenderOutcome> RenderAsync(RenderRequest request, StackContent content, CancellationToken cancellation)
    {
        if ((ContentRules.Broken(content) ?? RequestRules.Broken(request, content) ?? ReachRules.Broken(request, content)) is { } broken)
        {
            return new RenderOutcome.Refused(broken);
        }

        try
        {
            using var staging = ContentStaging.Write(_staging, content);
            return await RenderAsync(request, content, staging, cancellation);
        }
        catch (IOException error)
        {
            return new RenderOutcome.Failed($"Laying out the files to render failed: {error.Message}");
        }
    }

    private async Task<RenderOutcome> RenderAsync(RenderRequest request, StackContent content, ContentStaging staging, CancellationToken cancellation)
    {
        // A name that no file can have: where it comes back, no file named the project.
        var noName = "p" + RandomNumberGenerator.GetHexString(24, lowercase: true);
        var words = new RenderWords(request, content, staging, noName);
        var config = await words.RequestAsync(cancellation);
        var run = await _compose.ConfigAsync(config, cancellation);
        if (run is not ComposeRun.Succeeded { Output: var output })
        {
            return words.Outcome(run);
        }

        if (words.Parse(output) is not { } model)
        {
            return new RenderOutcome.Failed("Compose wrote a model that cannot be read.");
        }

        var wanted = EnvironmentObjects.Names(model);
        IReadOnlyDictionary<string, string> variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wanted.FirstOrDefault(ReservedVariables.Contains) is { } reserved)
        {
            return new RenderOutcome.Refused(new Refusal(
                request.Files[0], "variable.reserved", $"A config or secret is made of '{reserved}', which would change how Compose itself works. Give the variable another name."));
        }

        if (wanted.Count > 0)
        {
            var probe = await words.WriteAsync("values.json", EnvironmentObjects.Probe(wanted), cancellation);
            var second = await _compose.ConfigAsync(config with { Files = [.. config.Files, probe] }, cancellation);
            if (second is not ComposeRun.Succeeded { Output: var values } || JsonNode.Parse(values) is not JsonObject probed)
            {
                return words.Outcome(second);
            }

            variables = EnvironmentObjects.Values(probed, wanted);
        }

        return ModelReader.Read(request, content, model, variables, staging.Top);
    }
}
