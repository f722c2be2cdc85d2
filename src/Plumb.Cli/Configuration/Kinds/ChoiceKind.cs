namespace Plumb.Cli.Configuration.Kinds;

/// <summary>One word of a closed list; the words are the enum's, in lower case.</summary>
public sealed class ChoiceKind<T>(T example) : SingleKind<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();

    public override string Expected => $"{string.Join(", ", Words.SkipLast(1))} or {Words[^1]}";

    public override string Example => Word(example);

    public override IReadOnlyList<string> Words { get; } = [.. Values.Select(Word)];

    protected override bool TryRead(string text, out T value)
    {
        foreach (var candidate in Values)
        {
            if (Word(candidate) == text)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    protected override string Text(T value) => Word(value);

    private static string Word(T value) => value.ToString().ToLowerInvariant();
}
