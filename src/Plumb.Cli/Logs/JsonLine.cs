using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plumb.Cli.Logs;

/// <summary>A log entry as one JSON object on one line.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly HashSet<string> Own = new(["time", "level", "event", "message", "trace"], StringComparer.Ordinal);

    public static string Of(LogEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", entry.LevelWord);
            json.WriteString("event", entry.Event);
            json.WriteString("message", entry.Message);
            foreach (var (name, value) in entry.Fields)
            {
                json.WritePropertyName(Own.Contains(name) ? $"{name}_" : name);
                WriteValue(json, value);
            }

            if (entry.Trace is not null)
            {
                json.WriteString("trace", entry.Trace);
            }

            if (entry.Error is not null)
            {
                json.WriteString(entry.Fields.ContainsKey("error") ? "exception" : "error", entry.Error.ToString());
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or short or byte or uint or ulong:
                json.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case TimeSpan time:
                json.WriteNumberValue(Math.Round(time.TotalSeconds, 3));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
