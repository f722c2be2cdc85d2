namespace Plumb.Cli.Output;

/// <summary>Text in its colour, where there is colour.</summary>
internal static class Toned
{
    public static string Text(Surroundings surroundings, string text, Tone tone) => surroundings.Colour && tone is not Tone.Plain
        ? $"\e[{tone switch { Tone.Good => 32, Tone.Busy => 33, Tone.Bad => 31, _ => 90 }}m{text}\e[0m"
        : text;
}
