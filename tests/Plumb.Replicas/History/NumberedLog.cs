namespace Plumb.Replicas.History;

/// <summary>A thing to which every change adds a numbered entry, such as a stack's deployment objects.</summary>
/// <remarks>
/// The entries in the order of their numbers are the order in which the changes took effect. It is the order of one thing that was changed at once at
/// one place (linearizable) when it holds every acknowledged change once, under the number that was told, each other one at most once, nothing that
/// nobody asked for, and no change before one that was acknowledged before it was asked for.
/// </remarks>
internal static class NumberedLog
{
    /// <param name="asked">All changes that were ever asked for.</param>
    /// <param name="kept">What is there at last.</param>
    /// <returns>What is wrong; nothing: all is well.</returns>
    public static IEnumerable<string> Faults(IReadOnlyCollection<Change> asked, IReadOnlyCollection<(long Number, string Value)> kept)
    {
        var byValue = kept.ToLookup(entry => entry.Value, entry => entry.Number, StringComparer.Ordinal);
        foreach (var change in asked)
        {
            var numbers = byValue[change.Value].ToList();
            if (numbers.Count > 1)
                yield return $"{change.Of}: {change.Value} is there {numbers.Count} times, as {string.Join(" and ", numbers)}.";
            if (change.Acknowledged is not null && numbers.Count == 0)
                yield return $"{change.Of}: {change.Value} was acknowledged as {change.Number}, and is lost.";
            if (change.Number is { } told && numbers.Count == 1 && numbers[0] != told)
                yield return $"{change.Of}: {change.Value} was acknowledged as {told}, and is {numbers[0]}.";
        }

        var known = asked.ToDictionary(change => change.Value, StringComparer.Ordinal);
        foreach (var (number, value) in kept.Where(entry => !known.ContainsKey(entry.Value)))
            yield return $"{number}: {value} is there, and nobody asked for it.";
        foreach (var twice in kept.GroupBy(entry => entry.Number).Where(group => group.Count() > 1))
            yield return $"The number {twice.Key} was given {twice.Count()} times.";
        foreach (var fault in RealTime.Faults([.. kept.OrderBy(entry => entry.Number).Where(entry => known.ContainsKey(entry.Value)).Select(entry => known[entry.Value])]))
            yield return fault;
    }
}

/// <summary>What was over before another thing began did not come after it.</summary>
internal static class RealTime
{
    /// <param name="order">In the order in which they took effect.</param>
    public static IEnumerable<string> Faults(IReadOnlyList<Change> order)
    {
        // Of all that come later, the one that was over first.
        Change? first = null;
        foreach (var change in order.Reverse())
        {
            if (first is not null && first.Acknowledged < change.Asked)
                yield return $"{change.Of}: {change.Value} took effect before {first.Value}, which was acknowledged before that was asked for.";
            if (change.Acknowledged is { } over && (first is null || over < first.Acknowledged))
                first = change;
        }
    }
}
