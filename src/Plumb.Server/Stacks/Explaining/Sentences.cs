using Plumb.Contracts.Stacks;

namespace Plumb.Server.Stacks.Explaining;

/// <summary>Facts as sentences.</summary>
internal static class Sentences
{
    /// <summary>One difference, with both values.</summary>
    public static string Difference(DifferenceView difference)
    {
        var what = difference.Service is { } service ? $"service {service}" : "the stack";
        var field = difference.Field;
        var values = $"should be {Value(difference.Desired)} and is {Value(difference.Actual)}";
        return difference.Kind switch
        {
            "inputs" => $"inputs: what {what} was made from {values}.",
            "scale" => $"scale: the number of containers of {what} {values}.",
            "state" => $"state: {(field is null ? "" : $"{field} of ")}{what} {values}.",
            "replaced" => $"replaced: a container of {what} {values}.",
            "settings" => $"settings: {field ?? "a setting"} of {what} {values}.",
            "content" => $"content: {(field is null ? "the content on disk" : $"the tracked file {field}")} {values}.",
            "resource" => $"resource: {field ?? "a resource"} of {what} {values}.",
            "image" => $"image: the image of {what} {values}.",
            "health" => $"health: {what} {values}.",
            "orphan" => $"orphan: {what} is no longer desired; {difference.Actual ?? "a container of it"} is still there.",
            "foreign" => $"foreign: {difference.Actual ?? "a container"} of {what} is not in the file and was not made by Plumb; it is left alone.",
            "volume" => $"volume: {field ?? "a volume"} {values}; recreating it would lose its data.",
            _ => $"{difference.Kind}: {(field is null ? "" : $"{field} of ")}{what} {values}.",
        };
    }

    /// <summary>A remark of an agent, which may be a mere phrase, as a sentence.</summary>
    public static string Whole(string phrase)
    {
        var text = phrase.Trim();
        if (text.Length == 0)
        {
            return text;
        }

        // A file's or service's name at the beginning stays as it is written.
        var isWord = text.TakeWhile(c => c is not ' ').All(char.IsAsciiLetter);
        return $"{(isWord ? char.ToUpperInvariant(text[0]) : text[0])}{text[1..]}{(text[^1] is '.' or '!' or '?' ? "" : ".")}";
    }

    private static string Value(string? value) => string.IsNullOrEmpty(value) ? "absent" : value;

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
