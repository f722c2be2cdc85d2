namespace Plumb.Compose.Engine;

/// <summary>How long calls to the engine may take; all positive.</summary>
public sealed record EngineTimeouts
{
    /// <summary>Connecting. A socket answers at once or not at all.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Lists, inspections, logs.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Start, unpause, rename, remove; stop gets its grace on top.</summary>
    public TimeSpan Change { get; init; } = TimeSpan.FromSeconds(60);
}
