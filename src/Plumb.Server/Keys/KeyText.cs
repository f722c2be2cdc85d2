using System.Security.Cryptography;
using System.Text;

namespace Plumb.Server.Keys;

/// <summary>A key as people carry it: <c>plumb_ROLE_ID_SECRET</c>, the secret 256 random bits in hex.</summary>
internal sealed record KeyText(Role Role, string Id, string Secret)
{
    /// <summary>Of what is stored.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const int SecretBytes = 32;
    private const string Scheme = "Bearer ";

    public static KeyText New(Role role, string id) => new(role, id, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>Null for anything else.</summary>
    public static KeyText? Parse(string text)
    {
        var parts = text.Split('_');
        return parts is ["plumb", var role, { Length: > 0 and <= 64 } id, { Length: 2 * SecretBytes } secret] && RoleOf(role) is { } known
            ? new(known, id, secret)
            : null;
    }

    /// <summary>The value of an <c>Authorization</c> header; null for anything else than a key.</summary>
    public static KeyText? ParseHeader(string header) => header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Parse(header[Scheme.Length..].Trim()) : null;

    /// <summary>What is stored of it.</summary>
    public string Hash()
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        WriteHash(hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The same, as bytes.</summary>
    public void WriteHash(Span<byte> hash)
    {
        Span<byte> secret = stackalloc byte[2 * SecretBytes];
        SHA256.HashData(secret[..Encoding.ASCII.GetBytes(Secret, secret)], hash);
    }

    public override string ToString() => $"plumb_{WordOf(Role)}_{Id}_{Secret}";

    public static string WordOf(Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Operator => "operator",
        Role.Admin => "admin",
        Role.Agent => "agent",
        Role.Publisher => "publisher",
        Role.Task => "task",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, message: null),
    };

    public static Role? RoleOf(string word) => word switch
    {
        "viewer" => Role.Viewer,
        "operator" => Role.Operator,
        "admin" => Role.Admin,
        "agent" => Role.Agent,
        "publisher" => Role.Publisher,
        "task" => Role.Task,
        _ => null,
    };
}
