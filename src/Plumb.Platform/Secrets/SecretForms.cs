using System.Net;
using System.Text;
using System.Text.Json;

namespace Plumb.Platform.Secrets;

/// <summary>The ways in which a secret may be written.</summary>
internal static class SecretForms
{
    public const int Shortest = 4;

    // Below this, a part of a base64 text would match by accident.
    private const int ShortestInsideBase64 = 8;

    public static IEnumerable<string> Of(string secret)
    {
        var lines = secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var wholes = lines.Length > 1 ? lines.Where(l => !l.StartsWith("-----", StringComparison.Ordinal)).Append(secret) : [secret, secret.Trim()];
        return wholes.Where(w => w.Length >= Shortest).SelectMany(Written).Where(f => f.Length >= Shortest).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Written(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var base64 = Convert.ToBase64String(bytes);
        var percent = Uri.EscapeDataString(text);
        yield return text;
        yield return base64;
        yield return UrlSafe(base64);
        yield return percent;
        yield return WebUtility.UrlEncode(text);
        yield return LowerHex(percent);
        yield return JsonEncodedText.Encode(text).ToString();
        if (bytes.Length < ShortestInsideBase64)
        {
            yield break;
        }

        for (var before = 0; before < 3; before++)
        {
            var inside = InsideBase64(bytes, before);
            yield return inside;
            yield return UrlSafe(inside);
        }
    }

    /// <summary>The digits that the secret alone decides when so many bytes (mod 3) stand before it, as in <c>user:token</c> of basic authentication.</summary>
    private static string InsideBase64(byte[] bytes, int before)
    {
        var digits = Convert.ToBase64String([.. new byte[before], .. bytes]);
        var first = ((before * 8) + 5) / 6;
        var end = (before + bytes.Length) * 8 / 6;
        return digits[first..end];
    }

    private static string UrlSafe(string base64) => base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string LowerHex(string percent)
    {
        var text = new StringBuilder(percent);
        for (var at = 0; at + 2 < text.Length; at++)
        {
            if (text[at] == '%')
            {
                text[at + 1] = char.ToLowerInvariant(text[at + 1]);
                text[at + 2] = char.ToLowerInvariant(text[at + 2]);
            }
        }

        return text.ToString();
    }
}
