using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Platform.Secrets;

namespace Plumb.Compose.Render;

/// <summary>Makes what is desired of a stack out of its target and content: rendered once for the same inputs, also across restarts.</summary>
/// <param name="renderer">Renders what is not kept.</param>
/// <param name="cache">Keeps what was rendered.</param>
/// <param name="places">Where stacks' content lies.</param>
/// <param name="mask">Learns what must never be shown.</param>
public sealed class SpecPreparer(StackRenderer renderer, RenderCache cache, StackPlaces places, SecretMask mask) : IStackPreparer
{
    public async Task<Preparation> PrepareAsync(TargetStack stack, StackContent? content, Ownership ownership, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var request = RenderRequest.Of(stack, places);
        if (stack.Refusal is { } refused)
        {
            return Ready(stack, request, ownership, rendered: null, refused);
        }

        if (stack.Checksum is not { } checksum)
        {
            return new Preparation.NotNow("The target state names no content for this stack.");
        }

        var key = request.Key(checksum);
        if (cache.Find(key) is { } kept)
        {
            return Ready(stack, request, ownership, kept, refusal: null);
        }

        if (content is null)
        {
            return new Preparation.NotNow($"Content {checksum} is not here yet.");
        }

        switch (await renderer.RenderAsync(request, content, cancellation))
        {
            case RenderOutcome.Rendered rendered:
                cache.Keep(key, rendered.Stack);
                return Ready(stack, request, ownership, rendered.Stack, refusal: null);
            case RenderOutcome.Refused refusal:
                return Ready(stack, request, ownership, rendered: null, refusal.Refusal);
            case RenderOutcome.Failed failed:
                return new Preparation.NotNow(failed.Why);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public IReadOnlyList<string>? ProjectsOf(TargetStack stack, StackContent? content)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var request = RenderRequest.Of(stack, places);
        var refused = stack.Settings.Project ?? request.FallbackProject;
        return stack.Refusal is not null ? [refused]
            : content is not null && KnownProject.Of(request, content) is { } known ? [known, refused]
            : null;
    }

    private Preparation.Ready Ready(TargetStack stack, RenderRequest request, Ownership ownership, RenderedStack? rendered, Refusal? refusal)
    {
        foreach (var secret in rendered is null ? [] : StackSecrets.Of(rendered))
        {
            mask.Add(secret);
        }

        return new Preparation.Ready(new ComposeSpec
        {
            Id = new ObjectId(stack.Id),
            Fingerprint = DesiredFingerprint.Of(stack, request),
            Ownership = ownership,
            Project = rendered?.Project ?? stack.Settings.Project ?? request.FallbackProject,
            Target = stack,
            Rendered = rendered,
            Refusal = refusal,
        });
    }
}
