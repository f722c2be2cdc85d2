using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Plumb.Server.Notices.Channels;

/// <summary>What Plumb and a receiver of webhooks both know. Never printed.</summary>
/// <remarks>Source: Standard Webhooks, "Signature scheme": https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md</remarks>
public sealed class SigningSecret
{
    private const string Prefix = "whsec_";
    private const int Least = 24;
    private const int Most = 64;

    private readonly byte[] _key;

    private SigningSecret(byte[] key) => _key = key;

    /// <summary>Reads <c>whsec_</c> and 24 to 64 bytes in base64; null when it is not that.</summary>
    public static SigningSecret? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new byte[Most + 1];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length is >= Least and <= Most
            ? new(key[..length])
            : null;
    }

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    public string Sign(string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }
}
