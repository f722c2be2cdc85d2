namespace Plumb.Kernel.Planning;

/// <summary>Names what a plan is about, for people, in one line.</summary>
internal static class Naming
{
    private const int Most = 5;

    public static string Of(Plan plan)
    {
        var names = plan.Differences.IsEmpty
            ? plan.Steps.Select(step => step.Changes)
            : plan.Differences.Select(it => string.Join(' ', new[] { it.Service, it.Kind, it.Field }.Where(word => word is not null)));
        var distinct = names.Distinct(StringComparer.Ordinal).ToArray();
        return string.Join(", ", distinct.Take(Most)) + (distinct.Length > Most ? $" and {distinct.Length - Most} more" : "");
    }
}
