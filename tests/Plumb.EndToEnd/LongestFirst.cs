using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Plumb.EndToEnd.LongestFirst", "Plumb.EndToEnd")]

namespace Plumb.EndToEnd;

/// <summary>The classes that take longest begin first: one that begins last would be waited for alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Those of more than a minute, as <c>make test</c> measures them.</summary>
    private static readonly string[] Long =
    [
        "Crashes.EngineTests", "Crashes.DyingApplyTests", "Crashes.DyingAgentTests", "Crashes.DyingLayoutTests", "Crashes.DyingChangeTests",
        "Failing.DeployTests", "Healing.BreakageTests", "Removing.RemovalTests", "Quiet.OnlyWhatMustTests", "Flagging.PermitTests",
        "Fleet.OrderTests", "Fleet.DepartureTests", "Fleet.VersionTests", "Fleet.KeptTests", "Flagging.StaleAckTests", "Flagging.FlagTests",
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(RankOf).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    private static int RankOf(ITestCollection collection)
    {
        var rank = Array.FindIndex(Long, name => collection.DisplayName.EndsWith($"{nameof(Plumb)}.{nameof(EndToEnd)}.{name}", StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
