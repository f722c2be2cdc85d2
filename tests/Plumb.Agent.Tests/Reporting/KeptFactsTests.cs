using Plumb.Agent.Reporting;
using Plumb.Compose;

namespace Plumb.Agent.Tests.Reporting;

public sealed class KeptFactsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SyncFacts Synced = new("r2", "second", "hash-2", Noon);
    private static readonly SyncFacts Older = new("r1", "first", "hash-1", Noon.AddHours(-1));

    [Fact]
    public void A_container_that_went_does_not_take_the_synced_revision_along() => Assert.Equal(Synced, KeptFacts.Of(Synced, Older, "hash-2"));

    [Fact]
    public void What_was_made_since_counts() => Assert.Equal(Older with { SyncedAt = Noon.AddHours(1) }, KeptFacts.Of(Synced, Older with { SyncedAt = Noon.AddHours(1) }, "hash-2"));

    [Fact]
    public void What_agrees_with_the_desired_model_counts() => Assert.Equal(Synced with { Revision = "r3" }, KeptFacts.Of(Synced, Synced with { Revision = "r3" }, "hash-2"));

    [Fact]
    public void What_was_never_synced_is_not_made_up() => Assert.Equal(Older, KeptFacts.Of(Synced, Older, "hash-3"));

    [Fact]
    public void The_last_container_that_went_does_not_take_it_along_either() => Assert.Equal(Synced, KeptFacts.Of(Synced, SyncFacts.None, "hash-3"));
}
