using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Plumb.Server.Api;

/// <summary>What is wrong with a JSON body, in words of the body: whoever sent it does not know the types that it is read into.</summary>
internal static partial class BodyFault
{
    public static string Of(JsonException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var line = (fault.LineNumber ?? 0) + 1;
        return UnknownField().Match(fault.Message) is { Success: true } unknown ? $"The field '{unknown.Groups["name"].Value}' is not known here."
            : MissingFields().Match(fault.Message) is { Success: true } missing ? $"Needed and not there: {missing.Groups["names"].Value.TrimEnd('.')}."
            : NullField().Match(fault.Message) is { Success: true } empty ? $"The field '{JsonNamingPolicy.CamelCase.ConvertName(empty.Groups["name"].Value)}' must not be null."
            : fault.Message.Contains("could not be converted to", StringComparison.Ordinal) ? $"The value at {fault.Path ?? "$"}, in line {line}, is not of the kind that is expected there."
            : fault.Message;
    }

    /// <summary>Whether a body was needed and none came.</summary>
    public static bool IsMissing(BadHttpRequestException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.Message.Contains("from body", StringComparison.Ordinal) || fault.Message.Contains("no body was provided", StringComparison.Ordinal);
    }

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownField();

    [GeneratedRegex("missing required properties including: (?<names>[^|]*?)\\.?( Path:|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingFields();

    [GeneratedRegex("(property or field|constructor parameter) '(?<name>[^']*)' on type '[^']*' doesn't allow", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NullField();
}
