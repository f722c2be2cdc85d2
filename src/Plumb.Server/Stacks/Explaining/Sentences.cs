using Plumb.Contracts.Stacks;

namespace Plumb.Server.Stacks.Explaining;

/// <summary>Facts as sentences.</summary>
internal static class Sentences
{
    /// <summary>One difference, with both values.</summary>
    public static string Difference(DifferenceView difference)
    {
        var what = (difference.Service, difference.Field) switch
        {
            (null, null) => "",
            ({ } service, null) => $" of service {service}",
            (null, { } field) => $" {field}",
            ({ } service, { } field) => $" {field} of service {service}",
        };
        return $"{difference.Kind}{what} should be {difference.Desired ?? "absent"} and is {difference.Actual ?? "absent"}.";
    }
}
