using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Plumb.Server.Webhooks;

/// <summary>Reads what a Git host sends; whatever comes ends as a value or as a <see cref="PayloadException"/>.</summary>
internal static class Payload
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    /// <param name="body">JSON, or a form with JSON in its field <c>payload</c>: GitHub's default.</param>
    /// <param name="contentType">Its Content-Type; null when none was sent.</param>
    /// <param name="read">Reads the push; null when it is none.</param>
    /// <exception cref="PayloadException">It can't be read.</exception>
    public static Push? Read(ReadOnlyMemory<byte> body, string? contentType, Func<JsonElement, Push?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(IsForm(contentType) ? Field(body) : body, Limits);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidDataException)
        {
            // A string with half a character in it is an InvalidOperationException.
            throw new PayloadException($"The body is not the JSON of a push: {e.Message}", e);
        }
    }

    public static string? One(this IHeaderDictionary headers, string name) => headers[name].ToString() is { Length: > 0 } value ? value : null;

    public static string Text(this JsonElement payload, string name) => payload.TextOrNull(name) ?? throw new PayloadException($"'{name}' is missing.");

    public static string? TextOrNull(this JsonElement payload, string name) => payload.Member(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw new PayloadException($"'{name}' is not text."),
    };

    public static JsonElement Part(this JsonElement payload, string name) => payload.Member(name) ?? throw new PayloadException($"'{name}' is missing.");

    /// <summary>What stands under these names, at least one.</summary>
    public static IReadOnlyList<string> Addresses(this JsonElement repository, params ReadOnlySpan<string> names)
    {
        var found = new List<string>();
        foreach (var name in names)
        {
            if (repository.TextOrNull(name) is { Length: > 0 } address)
            {
                found.Add(address);
            }
        }

        return found.Count > 0 ? found : throw new PayloadException("The repository has no address.");
    }

    private static JsonElement? Member(this JsonElement payload, string name) => payload.ValueKind != JsonValueKind.Object
        ? throw new PayloadException($"What should hold '{name}' is no object.")
        : payload.TryGetProperty(name, out var member) ? member : null;

    private static bool IsForm(string? contentType) => contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    private static ReadOnlyMemory<byte> Field(ReadOnlyMemory<byte> body)
    {
        var fields = QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(body.Span));
        return fields.TryGetValue("payload", out var text) ? System.Text.Encoding.UTF8.GetBytes(text.ToString()) : throw new PayloadException("The form has no field 'payload'.");
    }
}

/// <summary>A Git host sent something that cannot be read.</summary>
internal sealed class PayloadException(string message, Exception? inner = null) : Exception(message, inner);
