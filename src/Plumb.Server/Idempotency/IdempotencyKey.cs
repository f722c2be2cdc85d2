using Microsoft.AspNetCore.Http;
using Plumb.Contracts.Problems;
using Plumb.Server.Api;

namespace Plumb.Server.Idempotency;

/// <summary>The header by which a caller names one write, so that it may be sent again (draft-ietf-httpapi-idempotency-key-header).</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>On an answer that was given before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    public const int Longest = 255;

    /// <summary>The key that a request carries, without the quotes that it may stand in; null: none.</summary>
    /// <exception cref="ProblemException">It is none that can be taken.</exception>
    public static string? Of(HttpRequest request)
    {
        var sent = request.Headers[Header];
        if (sent.Count == 0)
        {
            return null;
        }

        var text = sent.Count == 1 ? sent[0]!.Trim() : "";
        var key = text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        return key.Length is > 0 and <= Longest && key.All(c => c is > ' ' and <= '~' and not '"' and not '\\')
            ? key
            : throw new ProblemException(ProblemCodes.IdempotencyKey, $"{request.Method} {request.Path}.");
    }
}
