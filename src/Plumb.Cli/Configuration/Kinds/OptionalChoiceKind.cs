namespace Plumb.Cli.Configuration.Kinds;

/// <summary>One word of a closed list, or nothing: then something else decides.</summary>
public sealed class OptionalChoiceKind<T>(T example) : SingleKind<T?>
    where T : struct, Enum
{
    private readonly ChoiceKind<T> words = new(example);

    public override string Expected => words.Expected;

    public override string Example => words.Example;

    public override IReadOnlyList<string> Words => words.Words;

    protected override bool TryRead(string text, out T? value)
    {
        var known = words.TryRead([text], out var read);
        value = known ? read : null;
        return known;
    }

    protected override string Text(T? value) => value is { } known ? words.Write(known)[0] : "";
}
