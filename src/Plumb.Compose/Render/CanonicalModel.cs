using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Compose.Render;

/// <summary>
/// One text for every model that means the same: sorted keys, no <c>x-*</c>, no <c>profiles</c>, no empty values, and what
/// versions of Compose write differently (numbers as text, file modes in octal, defaults) written in one way. Hashes are made
/// of it, and stand on containers: a change here makes every container of every user differ.
/// </summary>
internal static class CanonicalModel
{
    /// <summary>Objects whose keys are the user's own names, not words of the schema: none of these keys is ever left out.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "services", "networks", "volumes", "configs", "secrets", "environment", "labels", "annotations", "sysctls", "driver_opts",
        "args", "options", "storage_opt", "depends_on", "additional_contexts", "ulimits", "extra_hosts", "aux_addresses", "models",
    };

    /// <summary>Of these, the ones where null only means that nothing more is said of the name.</summary>
    private static readonly HashSet<string> Things = new(StringComparer.Ordinal)
    {
        "services", "networks", "volumes", "configs", "secrets", "depends_on", "models",
    };

    /// <summary>Never part of what a container is: which profile enables it, what <c>watch</c> does, and whether a missing mounted directory is made.</summary>
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal) { "profiles", "develop", "create_host_path" };

    /// <summary>Here an empty list means something: it takes away what the image has.</summary>
    private static readonly HashSet<string> EmptyCounts = new(StringComparer.Ordinal) { "command", "entrypoint" };

    /// <summary>The canonical text.</summary>
    /// <param name="node">Part of a rendered model.</param>
    /// <param name="text">Applied to every string value; null: as they are.</param>
    public static string Of(JsonNode? node, Func<string, string>? text = null)
    {
        var json = new StringBuilder();
        Write(json, node, key: "", text ?? (s => s));
        return json.ToString();
    }

    /// <summary>SHA-256 as 64 lower-case hex digits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Write(StringBuilder json, JsonNode? node, string key, Func<string, string> text)
    {
        switch (node)
        {
            case null:
                json.Append("null");
                break;
            case JsonObject map:
                WriteMap(json, map, key, text);
                break;
            case JsonArray list:
                json.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    json.Append(i == 0 ? "" : ",");
                    Write(json, list[i], "", text);
                }

                json.Append(']');
                break;
            default:
                WriteScalar(json, node.AsValue(), key, text);
                break;
        }
    }

    private static void WriteMap(StringBuilder json, JsonObject map, string key, Func<string, string> text)
    {
        var names = Names.Contains(key);
        var first = true;
        json.Append('{');
        foreach (var (name, value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!names && (name.StartsWith("x-", StringComparison.Ordinal) || LeftOut.Contains(name) || IsEmpty(name, value)))
            {
                continue;
            }

            json.Append(first ? "" : ",");
            first = false;
            AppendText(json, name);
            json.Append(':');
            if (names && value is null && Things.Contains(key))
            {
                json.Append("{}");
            }
            else
            {
                // Below a user's own name the schema's words begin again.
                Write(json, value, names ? "" : name, text);
            }
        }

        json.Append('}');
    }

    private static bool IsEmpty(string name, JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0 && !EmptyCounts.Contains(name),
        JsonObject map => map.All(p => !Names.Contains(name)
            && (p.Key.StartsWith("x-", StringComparison.Ordinal) || LeftOut.Contains(p.Key) || IsEmpty(p.Key, p.Value))),
        _ => false,
    };

    private static void WriteScalar(StringBuilder json, JsonValue value, string key, Func<string, string> text)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False:
                json.Append(value.ToJsonString());
                break;
            case JsonValueKind.Number:
                AppendText(json, value.ToJsonString());
                break;
            default:
                var raw = value.GetValue<string>();
                AppendText(json, key == "mode" && IsOctal(raw) ? Convert.ToInt32(raw, 8).ToString(CultureInfo.InvariantCulture) : text(raw));
                break;
        }
    }

    private static bool IsOctal(string text) => text.Length is > 1 and < 8 && text[0] == '0' && text.All(c => c is >= '0' and <= '7');

    private static void AppendText(StringBuilder json, string text) => json.Append('"').Append(JsonEncodedText.Encode(text)).Append('"');
}
