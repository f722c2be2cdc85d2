using Plumb.Contracts.Stacks;

namespace Plumb.Server.Stacks.Explaining;

/// <summary>Facts as sentences.</summary>
internal static class Sentences
{
    /// <summary>One difference, with both values.</summary>
    public static string Difference(DifferenceView difference)
    {
        var what = difference.Service is { } service ? $"service {service}" : "the stack";
        var field = difference.Field is { } name ? $" {name}" : "";
        var values = $"should be {Value(difference.Desired)} and is {Value(difference.Actual)}";
        return difference.Kind switch
        {
            "inputs" => $"inputs: what {what} was made from is not what is desired;{field} {values}.",
            "scale" => $"scale: the number of containers of {what} {values}.",
            "state" => $"state:{field} of {what} {values}.",
            "replaced" => $"replaced: a container of {what} was not made by Plumb;{field} {values}.",
            "settings" => $"settings:{field} of {what} was changed under it: it {values}.",
            "content" => $"content: the tracked file{field} was changed on disk: it {values}.",
            "resource" => $"resource:{field} of {what} {values}.",
            "image" => $"image: the image of {what} {values}.",
            "health" => $"health:{field} of {what} {values}.",
            "orphan" => $"orphan: {what} is no longer desired, and is still there:{field} {values}.",
            "foreign" => $"foreign: {what} is not in the file and was not made by Plumb; it is left alone.",
            "volume" => $"volume:{field} {values}; recreating it would lose its data.",
            _ => $"{difference.Kind}:{field} of {what} {values}.",
        };
    }

    private static string Value(string? value) => value ?? "absent";

    /// <summary>A word for a decision's cause.</summary>
    public static string Cause(string cause) => cause switch
    {
        "operator" => "a person asked",
        "hint" => "something hinted at a change",
        "sweep" => "the sweep found it",
        "start" => "the agent started",
        _ => cause,
    };
}
