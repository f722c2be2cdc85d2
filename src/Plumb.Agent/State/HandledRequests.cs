using System.Text.Json;
using Microsoft.Extensions.Logging;
using Plumb.Platform.Paths;

namespace Plumb.Agent.State;

internal sealed record HandledList(IReadOnlyList<string> Ids);

/// <summary>Ids of requests that were carried out. Kept as long as the target state names them.</summary>
/// <remarks>Written after the request took effect: a crash between doubles a request, never loses it.</remarks>
internal sealed partial class HandledRequests
{
    private readonly Lock gate = new();
    private readonly AgentPaths paths;
    private readonly ILogger log;
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public HandledRequests(AgentPaths paths, ILogger<HandledRequests> log)
    {
        this.paths = paths;
        this.log = log;
        try
        {
            if (File.Exists(paths.Handled))
                ids.UnionWith(JsonSerializer.Deserialize(File.ReadAllBytes(paths.Handled), StateJson.Default.HandledList)?.Ids ?? []);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            LogTrouble(log, unreadable, paths.Handled);
        }
    }

    public bool Contains(string id)
    {
        lock (gate)
            return ids.Contains(id);
    }

    public void Add(string id)
    {
        lock (gate)
        {
            if (ids.Add(id))
                SaveNeedsLock();
        }
    }

    /// <summary>Forgets every id that is not among these: the control plane has seen that it was handled.</summary>
    public void Keep(IReadOnlySet<string> named)
    {
        lock (gate)
        {
            if (ids.RemoveWhere(id => !named.Contains(id)) > 0)
                SaveNeedsLock();
        }
    }

    private void SaveNeedsLock()
    {
        try
        {
            PrivateDirectory.Ensure(paths.State);
            var bytes = JsonSerializer.SerializeToUtf8Bytes(new HandledList([.. ids.Order(StringComparer.Ordinal)]), StateJson.Default.HandledList);
            AtomicFile.Write(paths.Handled, bytes, PrivateDirectory.FileMode);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // The next change writes the whole set again.
            LogTrouble(log, full, paths.Handled);
        }
    }

    [LoggerMessage(EventId = 3104, EventName = "state.handled.trouble", Level = LogLevel.Error,
        Message = "Could not read or write {File}: after a restart a request may be carried out once more. Free disk space or mend its permissions")]
    private static partial void LogTrouble(ILogger log, Exception error, string file);
}
