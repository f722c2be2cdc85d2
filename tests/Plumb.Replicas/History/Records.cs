namespace Plumb.Replicas.History;

/// <summary>Changes that are the same in words each time, such as "untie A and B", of which a record is kept each time that one is made.</summary>
internal static class Records
{
    /// <param name="acknowledged">Each change by its words, as often as it was acknowledged; each was one when it was made.</param>
    /// <param name="unknown">Each of which nobody knows whether it was made.</param>
    /// <param name="kept">Each record, by the same words.</param>
    /// <returns>What is wrong; nothing: all is well.</returns>
    public static IEnumerable<string> Faults(IEnumerable<string> acknowledged, IEnumerable<string> unknown, IEnumerable<string> kept)
    {
        var (done, perhaps, there) = (Count(acknowledged), Count(unknown), Count(kept));
        foreach (var words in done.Keys.Union(perhaps.Keys, StringComparer.Ordinal).Union(there.Keys, StringComparer.Ordinal))
        {
            var (least, most, found) = (done.GetValueOrDefault(words), done.GetValueOrDefault(words) + perhaps.GetValueOrDefault(words), there.GetValueOrDefault(words));
            if (found < least)
                yield return $"{words}: acknowledged {least} times, recorded {found} times: lost.";
            if (found > most)
                yield return $"{words}: asked for {most} times, recorded {found} times: doubled.";
        }
    }

    private static Dictionary<string, int> Count(IEnumerable<string> words) => words.GroupBy(word => word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}
