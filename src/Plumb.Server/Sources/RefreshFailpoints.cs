using Plumb.Platform.Failpoints;

namespace Plumb.Server.Sources;

/// <summary>Where a test may have the process die while a source is refreshed.</summary>
public static class RefreshFailpoints
{
    /// <summary>The repository said what the revision is now.</summary>
    public static Failpoint AfterLookUp { get; } = new("refresh.look-up.after");

    /// <summary>The commit is in the local copy.</summary>
    public static Failpoint AfterFetch { get; } = new("refresh.fetch.after");

    /// <summary>One stack of several was published.</summary>
    public static Failpoint BetweenStacks { get; } = new("refresh.publish.between");

    /// <summary>All were published, and nothing of it counts yet.</summary>
    public static Failpoint BeforeComplete { get; } = new("refresh.complete.before");

    /// <summary>The desired state is complete at the new revision, and nobody was told.</summary>
    public static Failpoint AfterComplete { get; } = new("refresh.complete.after");

    /// <summary>The source says its new revision.</summary>
    public static Failpoint AfterRecord { get; } = new("refresh.record.after");

    public static IReadOnlyList<Failpoint> All { get; } = [AfterLookUp, AfterFetch, BetweenStacks, BeforeComplete, AfterComplete, AfterRecord];
}
