namespace Plumb.TestKit;

/// <summary>Names and values that every door takes, and those that every door refuses: one table for all of them.</summary>
public static class NameTable
{
    public static IReadOnlyList<string> Good { get; } =
        ["a", "A", "0", "a.b", "a_b", "a-b", "a/b", "Prod", "9lives", "a.-_b", "a/b-c/d", new('a', 63)];

    public static IReadOnlyList<string> Bad { get; } =
    [
        "", " ", "a ", " a", "a b", "a\tb", "a\nb", "a\0b", "-a", "a-", ".a", "a.", "/a", "a/", "_a", "a//b", "a/../b", "a/./b", "a\\b", "a%b", "a=b", "a,b", "a:b", "a'b",
        "ä", "é", "ａ", "а", "a\u200bb", "a\u0301", "ﬁ", "١", "😀", "a\u202eb", new('a', 64),
    ];

    public static IReadOnlyList<string> GoodValues { get; } = ["", " two words, and Ünïcode 😀 ", "a=b", "-", "\u00a0", new('v', 256)];

    public static IReadOnlyList<string> BadValues { get; } = ["a\tb", "a\nb", "a\0b", "a\u007fb", "a\u0085b", new('v', 257)];

    public static IEnumerable<(string Name, bool IsGood)> Names => Good.Select(name => (name, true)).Concat(Bad.Select(name => (name, false)));

    public static IEnumerable<(string Value, bool IsGood)> Values => GoodValues.Select(value => (value, true)).Concat(BadValues.Select(value => (value, false)));
}
