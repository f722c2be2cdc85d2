using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Contracts.Stacks;

/// <summary>Content to be published. <c>POST /stacks/{id}/deployment-objects</c>: files, or one text.</summary>
public sealed record PublishBody
{
    /// <summary>All files by their path: relative, <c>/</c>-separated, never leading out.</summary>
    public IReadOnlyDictionary<string, PublishedFile>? Files { get; init; }

    /// <summary>A compose file, in place of files.</summary>
    public string? Text { get; init; }

    /// <summary>Git revision, where known.</summary>
    public string? Revision { get; init; }

    public string? Message { get; init; }
}

/// <summary>What publishing would do. <c>POST /stacks/{id}/deployment-objects?dryRun=true</c>.</summary>
/// <param name="Changes">It is other content than the newest: it would be a new deployment object.</param>
/// <param name="Checksum">Of the content: 64 lower-case hex digits.</param>
/// <param name="Newest">Checksum of the newest content; null: there is none, or no such stack yet.</param>
public sealed record PublishCheck(bool Changes, string Checksum, string? Newest);

/// <summary>One file: in JSON its text, or <c>{"text" or "base64": …, "executable": true}</c>.</summary>
[JsonConverter(typeof(PublishedFileConverter))]
public sealed record PublishedFile(byte[] Bytes, bool Executable = false);

internal sealed class PublishedFileConverter : JsonConverter<PublishedFile>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override PublishedFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(Encoding.UTF8.GetBytes(reader.GetString()!));
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A file is its text, or an object with text or base64.");
        }

        byte[]? bytes = null;
        var executable = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString();
            reader.Read();
            switch (key)
            {
                case "text" when bytes is null && reader.TokenType == JsonTokenType.String:
                    bytes = Encoding.UTF8.GetBytes(reader.GetString()!);
                    break;
                case "base64" when bytes is null && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var decoded):
                    bytes = decoded;
                    break;
                case "executable" when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                    executable = reader.GetBoolean();
                    break;
                default:
                    throw new JsonException($"A file has either text or base64, and executable; '{key}' is none of them, comes twice, or has a wrong value.");
            }
        }

        return new(bytes ?? throw new JsonException("A file has neither text nor base64."), executable);
    }

    public override void Write(Utf8JsonWriter writer, PublishedFile value, JsonSerializerOptions options)
    {
        var text = TextOf(value.Bytes);
        if (text is not null && !value.Executable)
        {
            writer.WriteStringValue(text);
            return;
        }

        writer.WriteStartObject();
        if (text is not null)
        {
            writer.WriteString("text", text);
        }
        else
        {
            writer.WriteBase64String("base64", value.Bytes);
        }

        writer.WriteBoolean("executable", value.Executable);
        writer.WriteEndObject();
    }

    private static string? TextOf(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Not text: it goes as base64.
            return null;
        }
    }
}
