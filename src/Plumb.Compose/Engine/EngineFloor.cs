using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Engine;

/// <summary>Which engines Plumb works with, and which API version it speaks to them.</summary>
public static class EngineFloor
{
    /// <summary>Docker 20.10, the engine of Debian 12.</summary>
    public static Version Lowest { get; } = new(1, 41);

    /// <summary>The newest API whose answers this code was written for (Docker 27).</summary>
    public static Version Newest { get; } = new(1, 47);

    /// <summary>The version to speak: the newest that both know.</summary>
    /// <param name="engine">What the engine says of itself.</param>
    /// <param name="problem">Why there is none; null when there is one.</param>
    /// <returns>Such as <c>v1.41</c>; empty where there is a problem.</returns>
    public static string Negotiate(EngineVersion engine, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(engine);
        problem = null;
        if (!Version.TryParse(engine.ApiVersion, out var highest) || highest < Lowest)
        {
            problem = $"Docker {engine.Version} speaks API {engine.ApiVersion}; Plumb needs {Lowest} (Docker 20.10) or newer. Upgrade the engine.";
            return "";
        }

        var lowest = Version.TryParse(engine.MinApiVersion, out var min) ? min : Lowest;
        var chosen = highest < Newest ? highest : lowest > Newest ? lowest : Newest;
        return $"v{chosen}";
    }
}
