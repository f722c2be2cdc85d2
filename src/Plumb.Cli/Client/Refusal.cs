using System.Text.Json;
using Plumb.Contracts.Problems;

namespace Plumb.Cli.Client;

/// <summary>An answer that is not a success, in words.</summary>
internal static class Refusal
{
    public static CommandException Of(string tried, Endpoint endpoint, HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        if (Read(body) is not { } problem)
            return new(tried, $"{endpoint.Shown} answered {status} {response.ReasonPhrase}", "Check that the address is a Plumb control plane; see its log.");

        var code = problem.Code;
        return code == ProblemCodes.KeyMissing.Code
            ? new(tried, $"a key is needed, and none was found ({endpoint.TokenFrom})", "Give one with --token or PLUMB_TOKEN; on the machine that runs 'plumb up' it is in the data directory's admin.key, which --data DIR names.", code)
            : code == ProblemCodes.KeyInvalid.Code
            ? new(tried, $"{endpoint.Shown} does not take the key that came from {endpoint.TokenFrom}", "Give a valid one with --token or PLUMB_TOKEN.", code)
            : new(tried, Sentence(problem.Title), problem.Detail, code);
    }

    private static Problem? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJson.Reading.Problem);
        }
        catch (JsonException)
        {
            // Some other server's error page: told by its status alone.
            return null;
        }
    }

    private static string Sentence(string title) => title.Length == 0 ? "it was refused" : char.ToLowerInvariant(title[0]) + title[1..];
}
