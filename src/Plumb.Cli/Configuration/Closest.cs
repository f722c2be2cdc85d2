namespace Plumb.Cli.Configuration;

/// <summary>Finds what somebody most likely meant.</summary>
internal static class Closest
{
    /// <summary>"; did you mean X?", or nothing when no word is near.</summary>
    public static string Hint(string word, IEnumerable<string> words) =>
        words.Select(w => (Word: w, Distance: Distance(word, w)))
            .Where(c => c.Distance <= Math.Max(1, word.Length / 4))
            .OrderBy(c => c.Distance).ThenBy(c => c.Word, StringComparer.Ordinal)
            .Select(c => $"; did you mean {c.Word}?")
            .FirstOrDefault("");

    /// <summary>Insertions, removals, changes and swaps of neighbours between two words. Source: optimal string alignment.</summary>
    internal static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
