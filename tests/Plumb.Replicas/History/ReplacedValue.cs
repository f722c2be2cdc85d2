namespace Plumb.Replicas.History;

/// <summary>A value that is only ever replaced by who saw it, with <c>If-Match</c>.</summary>
/// <remarks>
/// Every value is written once, so that the last one tells which came before it, and that one again, down to the first: this is the one order in which
/// the changes can have taken effect. A change that was acknowledged and is not among them was lost, or overwritten by one that had not seen it.
/// </remarks>
internal static class ReplacedValue
{
    /// <param name="asked">All changes that were ever asked for, and not refused.</param>
    /// <param name="first">The value before them.</param>
    /// <param name="last">The value after them.</param>
    /// <param name="read">What was read meanwhile.</param>
    /// <returns>What is wrong; nothing: all is well.</returns>
    public static IEnumerable<string> Faults(IReadOnlyCollection<Change> asked, string first, string last, IEnumerable<string> read)
    {
        var byValue = asked.ToDictionary(change => change.Value, StringComparer.Ordinal);
        var order = new List<Change>();
        for (var at = last; at != first; at = order[^1].Upon!)
        {
            if (!byValue.TryGetValue(at, out var change))
            {
                yield return $"The value {at} is there, and nobody asked for it.";
                break;
            }

            if (order.Contains(change))
            {
                yield return $"{change.Of}: {at} was replaced by what came before it.";
                break;
            }

            order.Add(change);
        }

        order.Reverse();
        foreach (var lost in asked.Where(change => change.Acknowledged is not null).Except(order))
            yield return $"{lost.Of}: {lost.Value} upon {lost.Upon} was acknowledged, and was lost.";
        var was = order.Select(change => change.Value).Append(first).ToHashSet(StringComparer.Ordinal);
        foreach (var never in read.Distinct(StringComparer.Ordinal).Where(value => !was.Contains(value)))
            yield return $"The value {never} was read, and was never there.";
        foreach (var fault in RealTime.Faults(order))
            yield return fault;
    }
}
