namespace Plumb.Server.Tests.Fleet.Orders;

/// <summary>All orders of some steps in which each comes after those that it needs.</summary>
internal static class LegalOrders
{
    /// <param name="steps">A letter each.</param>
    /// <param name="needs">Two letters each: the second needs the first.</param>
    public static IEnumerable<string> Of(string steps, params string[] needs) => From("", steps, needs);

    private static IEnumerable<string> From(string done, string left, string[] needs) => left.Length == 0
        ? [done]
        : left.Where(step => needs.All(need => need[1] != step || done.Contains(need[0]))).SelectMany(step => From(done + step, left.Replace(step.ToString(), "", StringComparison.Ordinal), needs));
}
