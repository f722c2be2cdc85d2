using System.Text.RegularExpressions;

namespace Plumb.Platform.Secrets;

/// <summary>Our own keys, <c>plumb_ROLE_ID_SECRET</c>: the secret is masked, role and id stay.</summary>
internal static partial class PlumbKeys
{
    public static string Mask(string text) =>
        text.Contains("plumb_", StringComparison.Ordinal) ? Key().Replace(text, "${name}" + SecretMask.Stars) : text;

    // A secret has 256 bits: 43 digits in base64, 64 in hex. Names of metrics are never that long.
    [GeneratedRegex("(?<name>plumb_[a-z]+_[A-Za-z0-9-]+_)[A-Za-z0-9_-]{40,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Key();
}
