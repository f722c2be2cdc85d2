using Plumb.Agent.Desired;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Tests.Desired;

public sealed class MassRemovalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TargetLedger ledger = new(last: null, []);
    private long version;

    [Theory]
    [InlineData(5, 4, true)]
    [InlineData(5, 3, true)]
    [InlineData(3, 3, true)]
    [InlineData(6, 3, false)]
    [InlineData(3, 2, false)]
    [InlineData(2, 2, false)]
    public void More_than_half_and_more_than_two_at_once_are_held(int stacks, int gone, bool held)
    {
        Take(Names(stacks));

        Take(Names(stacks)[gone..]);

        Assert.Equal(gone, ledger.Removals.Count);
        Assert.All(ledger.Removals, removal => Assert.Equal(held, removal.Massive));
    }

    [Fact]
    public void What_a_person_deleted_by_name_is_not_counted_and_not_held()
    {
        Take(Names(5));

        Take(["s4"], deletions: ["s0", "s1"]);

        Assert.All(ledger.Removals, removal => Assert.False(removal.Massive));
    }

    [Fact]
    public void An_acknowledgement_lets_go_what_it_names_and_nothing_that_was_held_later()
    {
        Take(Names(5));
        Take(["s4"]);

        Take(["s4"], [new("id-s0", "ann", Noon), new("id-s1", "ann", Noon.AddMinutes(-1))]);
        Assert.Equal(["s1", "s2", "s3"], Held());

        // Back, and gone again with the others: the old word is not for that.
        Take(Names(5), at: Noon.AddMinutes(5));
        Take(["s4"], [new("id-s0", "ann", Noon)], at: Noon.AddMinutes(6));
        Assert.Equal(["s0", "s1", "s2", "s3"], Held());
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(at => $"s{at}")];

    private List<string> Held() => [.. ledger.Removals.Where(removal => removal.Massive).Select(removal => removal.Stack.Name)];

    private void Take(IEnumerable<string> names, IReadOnlyList<RemovalAcknowledgement>? let = null, IReadOnlyList<string>? deletions = null, DateTimeOffset? at = null) => ledger.Take(
        new TargetState(
            "e1", ++version, Complete: true, [.. names.Select(name => Stacks.Target(name, Stacks.Content(name)))],
            [.. (deletions ?? []).Select(name => new DeletionMarker($"id-{name}", Stacks.Scope, name, KeepRunning: false, 1))], [])
        {
            Removals = let ?? [],
        },
        at ?? Noon);
}
