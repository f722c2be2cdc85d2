namespace Plumb.Cli.Output;

/// <summary>What a word means to who reads it; a colour where there is colour, and always in the word itself.</summary>
internal enum Tone
{
    Plain,
    Good,
    Busy,
    Bad,
    Quiet,
}

/// <summary>One cell of a table.</summary>
internal sealed record Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string? text) => new(text ?? "");
}
