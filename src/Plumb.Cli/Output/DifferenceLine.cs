using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Output;

/// <summary>A difference on one line: a sign, where it is, what it is and what it should be, and its kind.</summary>
internal static class DifferenceLine
{
    public static string Of(Surroundings surroundings, DifferenceView difference)
    {
        var where = string.Join(' ', new[] { difference.Service, difference.Field }.Where(w => !string.IsNullOrEmpty(w)));
        var line = $"{Sign(difference.Kind)} {(where.Length == 0 ? "stack" : where)}  {Value(difference.Desired)} → {Value(difference.Actual)}  ({difference.Kind})";
        return Toned.Text(surroundings, Clean.Line(line), ToneOf(difference.Kind));
    }

    /// <summary><c>-</c> would be removed, <c>+</c> would be made, <c>?</c> is only reported, <c>~</c> would be made right.</summary>
    private static char Sign(string kind) => kind switch
    {
        "orphan" => '-',
        "resource" => '+',
        "foreign" or "health" => '?',
        "volume" => '!',
        _ => '~',
    };

    private static Tone ToneOf(string kind) => kind switch
    {
        "orphan" or "volume" => Tone.Bad,
        "resource" => Tone.Good,
        "foreign" or "health" => Tone.Quiet,
        _ => Tone.Busy,
    };

    private static string Value(string? value) => string.IsNullOrEmpty(value) ? "none" : value;
}
