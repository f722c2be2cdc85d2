namespace Plumb.Compose.Tests.Plan;

public sealed class SyncedStackTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Where_every_service_agrees_what_is_desired_is_what_is_synced()
    {
        var builder = new StackBuilder().Service("web").Service("db");
        var world = Planning.Running(builder.Build());
        builder.Target = target => target with { Revision = "newer", CommitMessage = "says more" };

        var facts = ComposeDriver.FactsOf(builder.Build(), world.Look());

        Assert.Equal(("newer", "says more", "compose-1"), (facts.Revision, facts.CommitMessage, facts.ComposeHash));
    }

    [Fact]
    public void Otherwise_the_newest_containers_labels_tell()
    {
        var builder = new StackBuilder().Service("web").Service("db");
        var world = Planning.Running(builder.Build());
        world.Change("web", it => it with { Mark = it.Mark! with { Revision = "old", SyncedAt = At } });
        world.Change("db", it => it with { Mark = it.Mark! with { Revision = "older", SyncedAt = At.AddDays(-1) } });
        builder.ComposeHash = "compose-2";
        builder.Target = target => target with { Revision = "newer" };

        var facts = ComposeDriver.FactsOf(builder.Service("db", it => it with { InputsHash = "other" }).Build(), world.Look());

        Assert.Equal(("old", "compose-1", At), (facts.Revision, facts.ComposeHash, facts.SyncedAt));
    }

    [Fact]
    public void Another_owners_containers_tell_nothing()
    {
        var builder = new StackBuilder().Service("web");
        var world = Planning.Running(builder.Build());
        builder.Spec = spec => spec with { Ownership = new("elsewhere", "source/infra", "web") };

        Assert.Equal(SyncFacts.None, ComposeDriver.FactsOf(builder.Build(), world.Look()));
    }
}
