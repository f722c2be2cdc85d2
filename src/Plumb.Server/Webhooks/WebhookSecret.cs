using System.Security.Cryptography;
using System.Text;

namespace Plumb.Server.Webhooks;

/// <summary>What Plumb and a Git host both know. Compared in constant time; never printed.</summary>
public sealed class WebhookSecret
{
    private readonly byte[] _bytes;

    /// <exception cref="ArgumentException">It is empty.</exception>
    public WebhookSecret(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _bytes = Encoding.UTF8.GetBytes(text);
    }

    /// <param name="signature">HMAC-SHA256 of the body, as 64 hex digits of either case.</param>
    /// <param name="body">As it came, byte for byte.</param>
    internal bool Signed(string signature, ReadOnlySpan<byte> body)
    {
        Span<byte> said = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> made = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_bytes, body, made);
        return signature.Length == 2 * said.Length
            && Convert.FromHexString(signature, said, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(said, made);
    }

    /// <summary>Whether it is this secret itself; how long that takes tells nothing, its length included.</summary>
    public bool Is(string token) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(_bytes));
}
