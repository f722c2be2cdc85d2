using System.Text.Json;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Targets;
using Plumb.Platform.Paths;

namespace Plumb.Agent.State;

/// <summary>A target state as it was accepted, with the tag that asks for a newer one.</summary>
public sealed record CachedTarget(string? ETag, TargetState Target)
{
    /// <summary>The highest sequence that any target state up to this one named; null: an older Plumb wrote this, and did not say.</summary>
    public long? Highest { get; init; }
}

/// <summary>The last accepted target state on disk: what the agent goes on healing while the control plane is away.</summary>
internal sealed partial class TargetCache(AgentPaths paths, ILogger<TargetCache> log)
{
    /// <summary>Null when there is none, or none that can be read.</summary>
    public CachedTarget? Load()
    {
        try
        {
            if (!File.Exists(paths.Target))
                return null;
            var cached = JsonSerializer.Deserialize(File.ReadAllBytes(paths.Target), StateJson.Default.CachedTarget);
            return cached?.Target is { Epoch: not null, Stacks: not null, Deletions: not null, Breakers: not null } ? cached : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(log, unreadable, paths.Target);
            return null;
        }
    }

    /// <exception cref="IOException">The disk is full or the directory cannot be written.</exception>
    public void Save(CachedTarget target)
    {
        PrivateDirectory.Ensure(paths.State);
        AtomicFile.Write(paths.Target, JsonSerializer.SerializeToUtf8Bytes(target, StateJson.Default.CachedTarget), PrivateDirectory.FileMode);
    }

    [LoggerMessage(EventId = 3102, EventName = "state.target.unreadable", Level = LogLevel.Warning,
        Message = "Could not read the cached target state {File}; waiting for the control plane's")]
    private static partial void LogUnreadable(ILogger log, Exception error, string file);
}
