using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Server.Idempotency;

/// <summary>
/// An answer as it was given, sealed with the secret of the key that asked: of that no more than a hash is stored, so that the answer that shows a
/// new key is as safe in the store as the key is.
/// </summary>
internal sealed record KeptAnswer(int Status, string? ContentType, string? Location, string? ETag, byte[] Body)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    /// <param name="secret">Of the caller's key.</param>
    /// <param name="id">Of the run: no two answers are sealed alike.</param>
    public byte[] Seal(string secret, string id)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(this, KeptAnswerJson.Default.KeptAnswer);
        var seal = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(seal.AsSpan(0, Nonce));
        using var cipher = new AesGcm(KeyOf(secret, id), Tag);
        cipher.Encrypt(seal.AsSpan(0, Nonce), plain, seal.AsSpan(Nonce + Tag), seal.AsSpan(Nonce, Tag));
        return seal;
    }

    /// <exception cref="CryptographicException">It was sealed with another secret, or is damaged.</exception>
    public static KeptAnswer Open(byte[] seal, string secret, string id)
    {
        var plain = new byte[seal.Length - Nonce - Tag];
        using var cipher = new AesGcm(KeyOf(secret, id), Tag);
        cipher.Decrypt(seal.AsSpan(0, Nonce), seal.AsSpan(Nonce + Tag), seal.AsSpan(Nonce, Tag), plain);
        return JsonSerializer.Deserialize(plain, KeptAnswerJson.Default.KeptAnswer)!;
    }

    private static byte[] KeyOf(string secret, string id) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(secret), 32, Encoding.ASCII.GetBytes(id), "plumb idempotency"u8.ToArray());
}

[JsonSerializable(typeof(KeptAnswer))]
internal sealed partial class KeptAnswerJson : JsonSerializerContext;
