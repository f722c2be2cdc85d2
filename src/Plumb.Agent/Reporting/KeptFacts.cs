using Plumb.Compose;

namespace Plumb.Agent.Reporting;

/// <summary>
/// Which metadata counts after a look. A container that goes takes its labels along; what was synced is not undone by that, as long as nothing newer was made.
/// </summary>
internal static class KeptFacts
{
    /// <param name="before">Told by the looks before.</param>
    /// <param name="told">Told by the containers that are there now.</param>
    /// <param name="desiredHash">Compose hash of what is desired; null while that is not known.</param>
    public static SyncFacts Of(SyncFacts before, SyncFacts told, string? desiredHash)
    {
        if (told == SyncFacts.None)
            return before;
        var wasSynced = desiredHash is not null && before.ComposeHash == desiredHash && told.ComposeHash != desiredHash;
        return wasSynced && told.SyncedAt is { } newest && before.SyncedAt >= newest ? before : told;
    }
}
