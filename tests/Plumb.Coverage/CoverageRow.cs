namespace Plumb.Coverage;

/// <summary>One thing that must be seen, and the tests that show it.</summary>
/// <param name="Id">Such as <c>1.4</c>; unique in its table.</param>
/// <param name="Tests">Fully qualified names. All of them must pass. Empty where the row is pending.</param>
/// <param name="Pending">Said in so many words: no test shows this yet.</param>
public sealed record CoverageRow(string Table, int Line, string Id, string What, IReadOnlyList<string> Tests, bool Pending);
