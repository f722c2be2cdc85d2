using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>How a rendering ended.</summary>
public abstract record RenderOutcome
{
    private RenderOutcome()
    {
    }

    public sealed record Rendered(RenderedStack Stack) : RenderOutcome;

    /// <summary>The content is hostile or invalid: it will not render until it changes.</summary>
    public sealed record Refused(Refusal Refusal) : RenderOutcome;

    /// <summary>Something other than the content: no disk, no Compose, no time. To be tried again.</summary>
    public sealed record Failed(string Why) : RenderOutcome;
}
