using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plumb.Cli.Output;

/// <summary>Writes JSON for people and programs: indented, one value a line, letters of every script as they are.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            value.WriteTo(writer);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>On one line, for streams.</summary>
    public static void WriteLine(TextWriter output, JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing with { Indented = false }))
        {
            value.WriteTo(writer);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
