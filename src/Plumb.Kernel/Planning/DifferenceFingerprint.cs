using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Plumb.Kernel.Planning;

/// <summary>SHA-256 over sorted differences, in lower-case hex, the same for the same differences in any order.</summary>
public static class DifferenceFingerprint
{
    private const char Field = '\u001f';
    private const char Absent = '\u0000';

    /// <returns>Null when there are no differences but such as are only told.</returns>
    public static string? Of(ImmutableArray<Difference> differences)
    {
        if (differences.All(it => it.OnlyTold))
            return null;
        return Of([.. differences.Where(it => !it.OnlyTold).Select(Line)]);
    }

    /// <summary>Names one difference: the same one seen again has the same key.</summary>
    /// <returns>16 lower-case hex digits; null of one that is only told.</returns>
    public static string? KeyOf(Difference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference.OnlyTold ? null : Of([Line(difference)])[..16];
    }

    /// <summary>What a plan is about: its differences or, where it names none, its steps.</summary>
    /// <returns>Null when there is nothing to do.</returns>
    internal static string? Of(Plan plan) => !plan.Differs && !plan.Steps.IsEmpty
        ? Of([.. plan.Steps.Select(step => $"{step.Action}{Field}{step.Changes}")])
        : Of(plan.Differences);

    private static string Of(string[] lines)
    {
        Array.Sort(lines, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001e', lines))));
    }

    private static string Line(Difference it)
    {
        var line = new StringBuilder(it.Kind);
        Add(line, it.Service);
        Add(line, it.Field);
        if (!it.ValuesVary)
        {
            Add(line, it.Desired);
            Add(line, it.Actual);
        }

        return line.ToString();
    }

    private static void Add(StringBuilder line, string? value)
    {
        line.Append(Field);
        if (value is null)
            line.Append(Absent);
        else
            line.Append(value);
    }
}
