using Plumb.Contracts.Naming;
using Plumb.Contracts.Problems;
using Plumb.Server.Api;

namespace Plumb.Server.Fleet;

/// <summary>What came through the API, held to the one rule of <see cref="NameRule"/>.</summary>
internal static class Checked
{
    /// <param name="text">As it came.</param>
    /// <param name="what">Such as "a label".</param>
    /// <exception cref="ProblemException">It breaks the rule.</exception>
    public static string Name(string? text, string what) => text is not null && NameRule.Holds(text)
        ? text
        : throw new ProblemException(ProblemCodes.NameInvalid, $"{Shown(text)} cannot be {what}.");

    /// <exception cref="ProblemException">One breaks the rule.</exception>
    public static IReadOnlyList<string> Labels(IReadOnlyList<string> labels) => [.. labels.Select(label => Name(label, "a label")).Distinct(StringComparer.Ordinal)];

    /// <exception cref="ProblemException">A key or a value breaks the rule.</exception>
    public static IReadOnlyDictionary<string, string> Annotations(IReadOnlyDictionary<string, string> annotations) =>
        annotations.ToDictionary(pair => Name(pair.Key, "an annotation's key"), pair => Value(pair.Value), StringComparer.Ordinal);

    /// <exception cref="ProblemException">It breaks the rule.</exception>
    public static string Value(string? text) => text is not null && NameRule.HoldsForValue(text)
        ? text
        : throw new ProblemException(ProblemCodes.ValueInvalid, $"{Shown(text)} cannot be an annotation's value.");

    /// <returns>Null for an empty one: none.</returns>
    /// <exception cref="ProblemException">It is none.</exception>
    public static string? Selector(string text) => text.Length == 0 ? null
        : Fleet.Selector.TryParse(text, out _, out var problem) ? text
        : throw new ProblemException(ProblemCodes.SelectorInvalid, $"selector {Shown(text)}: {problem}");

    private static string Shown(string? text) =>
        text is null ? "null" : $"'{string.Concat((text.Length > 80 ? text[..80] + "…" : text).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\ufffd' : c))}'";
}
