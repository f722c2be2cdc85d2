namespace Plumb.Server.Tests.Fleet.Orders;

/// <summary>Ways in which such systems are wrong, each a function of what happened instead of the facts: all legal orders tell each from the truth.</summary>
public sealed class MutantTests
{
    private static readonly string[] Orders = [.. LegalOrders.Of("SPAUTNRLG", "SP", "AU", "TN", "NR", "AL", "LG", "ST", "AT")];

    public static TheoryData<string> Mutants => [.. All.Keys];

    // What the agent should run after these steps, by the facts alone.
    private static bool Truth(string done) => done.Contains('P') && done.Contains('U') && IsTied(done);

    private static Dictionary<string, Func<string, bool>> All { get; } = new(StringComparer.Ordinal)
    {
        ["incremental: what was reported on is not told again"] = done => Truth(done) && !(done.Contains('G') && Truth(done[..done.IndexOf('G', StringComparison.Ordinal)])),
        ["arrival order: objects from before the tie are not told"] = done => Truth(done) && done.IndexOf('P', StringComparison.Ordinal) > done.LastIndexOfAny(['T', 'R']),
        ["arrival order: a tie from before the object counts for nothing"] = done => Truth(done) && done.IndexOf('P', StringComparison.Ordinal) < done.LastIndexOfAny(['T', 'R']),
        ["consent is looked at when the tie is made"] = done => Truth(done) && done.IndexOf('U', StringComparison.Ordinal) < done.LastIndexOfAny(['T', 'R']),
        ["an agent runs what there was when it was made"] = done => Truth(done) && done.IndexOf('S', StringComparison.Ordinal) < done.IndexOf('A', StringComparison.Ordinal),
        ["what was polled once is told for ever"] = done => Truth(done) || (done.Contains('L') && Truth(done[..done.IndexOf('L', StringComparison.Ordinal)])),
        ["untied once is untied for ever"] = done => Truth(done) && !done.Contains('N'),
        ["untying is not noticed"] = done => done.Contains('P') && done.Contains('U') && done.Contains('T'),
        ["a tie without consent reaches the agent"] = done => done.Contains('P') && IsTied(done),
    };

    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_mutant_is_caught(string mutant)
    {
        var answer = All[mutant];
        Assert.Contains(Orders, order => Enumerable.Range(1, order.Length).Select(length => order[..length]).Any(prefix => prefix.Contains('L') && answer(prefix) != Truth(prefix)));
    }

    private static bool IsTied(string done) => done.Contains('R') || (done.Contains('T') && !done.Contains('N'));
}
