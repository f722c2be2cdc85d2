using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;

namespace Plumb.Server.Api;

/// <summary>Lists: <c>?limit&amp;after</c>, at most 500 a page.</summary>
internal static class Paging
{
    public const int Most = 500;
    public const int Usual = 100;

    public static int Limit(int? asked) => asked switch
    {
        null => Usual,
        >= 1 and <= Most => asked.Value,
        _ => throw new ProblemException(ProblemCodes.QueryInvalid, $"limit={asked} is not from 1 to {Most}."),
    };

    /// <summary>A page of what was read with one more than the limit; <paramref name="cursor"/> names an item for <c>after</c>.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> read, int limit, Func<T, string> cursor) =>
        read.Count > limit ? new([.. read.Take(limit)], cursor(read[limit - 1])) : new(read, Next: null);
}
