using System.Diagnostics.CodeAnalysis;
using Plumb.Contracts.Naming;

namespace Plumb.Server.Fleet;

/// <summary>A Kubernetes label selector: <c>env=prod,region in (eu,us),!spot</c>. All requirements must hold.</summary>
/// <remarks>Source: kubernetes.io, "Labels and Selectors". As there, <c>!=</c> and <c>notin</c> also match where the key is absent.</remarks>
internal sealed class Selector
{
    private readonly IReadOnlyList<Requirement> _requirements;

    private Selector(IReadOnlyList<Requirement> requirements) => _requirements = requirements;

    /// <summary>A label <c>x</c> is the key <c>x</c> with an empty value; where both have a key, the annotation wins.</summary>
    public bool Matches(IReadOnlyList<string> labels, IReadOnlyDictionary<string, string> annotations) =>
        _requirements.All(requirement => requirement.Holds(
            annotations.TryGetValue(requirement.Key, out var value) ? value : labels.Contains(requirement.Key, StringComparer.Ordinal) ? "" : null));

    /// <summary>Terms of which whoever it matches has one.</summary>
    public IEnumerable<Term> Terms() =>
        _requirements.FirstOrDefault(requirement => requirement.Operator == "in") is { } named ? named.Values.Select(value => new Term(TermKind.Pair, named.Key, value))
        : _requirements.FirstOrDefault(requirement => requirement.Operator == "exists") is { } there ? [new Term(TermKind.Key, there.Key)]
        : [Term.Anybody];

    /// <param name="problem">What is wrong with it, by the part that is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Selector? selector, [NotNullWhen(false)] out string? problem)
    {
        var requirements = new List<Requirement>();
        foreach (var part in Split(text))
        {
            if (Requirement.Parse(part.Trim()) is not { } requirement)
            {
                (selector, problem) = (null, $"'{part.Trim()}' is not a requirement; write key, !key, key=value, key!=value, key in (a,b) or key notin (a,b).");
                return false;
            }

            requirements.Add(requirement);
        }

        (selector, problem) = (new Selector(requirements), null);
        return true;
    }

    private static IEnumerable<string> Split(string text)
    {
        var (depth, from) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[at] == ',' && depth == 0)
            {
                yield return text[from..at];
                from = at + 1;
            }
        }

        yield return text[from..];
    }

    private sealed record Requirement(string Key, string Operator, IReadOnlyList<string> Values)
    {
        public bool Holds(string? value) => Operator switch
        {
            "exists" => value is not null,
            "absent" => value is null,
            "in" => value is not null && Values.Contains(value, StringComparer.Ordinal),
            "notin" => value is null || !Values.Contains(value, StringComparer.Ordinal),
            _ => throw new InvalidOperationException($"'{Operator}' is not an operator."),
        };

        public static Requirement? Parse(string text)
        {
            if (text.StartsWith('!') && !text.Contains('='))
            {
                return Made(text[1..].Trim(), "absent", []);
            }

            if (text.Split("!=", 2) is [var unequal, var not])
            {
                return Made(unequal.Trim(), "notin", [not.Trim()]);
            }

            if (text.Split(text.Contains("==", StringComparison.Ordinal) ? "==" : "=", 2) is [var equal, var value])
            {
                return Made(equal.Trim(), "in", [value.Trim()]);
            }

            return text.EndsWith(')') && text.Split('(', 2) is [var head, var list] && head.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var key, ("in" or "notin") and var word]
                ? Made(key, word, [.. list[..^1].Split(',').Select(item => item.Trim())])
                : Made(text, "exists", []);
        }

        private static Requirement? Made(string key, string word, IReadOnlyList<string> values) =>
            NameRule.Holds(key) && values.All(value => value.Length == 0 || NameRule.Holds(value)) ? new(key, word, values) : null;
    }
}
