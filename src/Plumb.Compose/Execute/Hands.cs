using Plumb.Compose.Cli;
using Plumb.Compose.Engine;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Compose.Render;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Secrets;

namespace Plumb.Compose.Execute;

/// <summary>What every kind of step works with.</summary>
internal sealed record Hands
{
    public required ComposeCli Compose { get; init; }

    public required EngineClient Engine { get; init; }

    public required AdoptionStore Adoptions { get; init; }

    public required PermitStore Permits { get; init; }

    public required StackLayout Layout { get; init; }

    public required StackContents Contents { get; init; }

    public required DepartedStacks Departed { get; init; }

    public required TimeProvider Time { get; init; }

    public required SecretMask Mask { get; init; }

    public required Failpoints Failpoints { get; init; }

    public RunNotes Notes { get; } = new();

    public ProjectReader Projects => new(Engine, Adoptions);

    /// <summary>Words of the engine, of Compose or of a container, as they may be told: without any secret, and without values of the stack's own environment.</summary>
    public string Shown(ComposeSpec? spec, string words) => Mask.Mask(spec?.Rendered is { } stack ? StackSecrets.Own(stack).Mask(words) : words);

    /// <summary>Ends the step as Unreachable when the engine is away: what Compose said then is not the stack's fault.</summary>
    public async Task MustAnswerAsync(CancellationToken cancellation) =>
        (await Engine.VersionAsync(cancellation)).Must("asking the engine for its version");
}
