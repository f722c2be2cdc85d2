using Plumb.Server.Notices;

namespace Plumb.EndToEnd.Crashes;

/// <summary>That no failpoint is left out.</summary>
public sealed class FailpointTests
{
    [Fact]
    public void Every_failpoint_is_enumerated_once_and_is_on_the_way_of_one_life()
    {
        var declared = Failpointed.Declared.Select(failpoint => failpoint.Name).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(declared);
        Assert.Equal(declared, Failpointed.Enumerated.Select(failpoint => failpoint.Name).Order(StringComparer.Ordinal));
        // A delivery has a life without an engine, in tests of its own.
        Assert.Equal(declared, Lives.All.SelectMany(life => life.Through).Concat(NoticeFailpoints.All.Select(failpoint => failpoint.Name)).Order(StringComparer.Ordinal));
        Assert.Equal(Lives.All.SelectMany(life => life.Through).Order(StringComparer.Ordinal), Lives.Parts.SelectMany(part => part.Failpoints).Order(StringComparer.Ordinal));
        Assert.All(Lives.Parts, part => Assert.NotEmpty(part.Failpoints));
    }
}
