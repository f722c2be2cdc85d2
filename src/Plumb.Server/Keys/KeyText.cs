using System.Security.Cryptography;
using System.Text;

namespace Plumb.Server.Keys;

/// <summary>A key as people carry it: <c>plumb_ROLE_ID_SECRET</c>, the secret 256 random bits in hex.</summary>
internal sealed record KeyText(Role Role, string Id, string Secret)
{
    private const int SecretBytes = 32;

    public static KeyText New(Role role, string id) => new(role, id, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>Null for anything else.</summary>
    public static KeyText? Parse(string text)
    {
        var parts = text.Split('_');
        return parts is ["plumb", var role, { Length: > 0 and <= 64 } id, { Length: 2 * SecretBytes } secret] && RoleOf(role) is { } known
            ? new(known, id, secret)
            : null;
    }

    /// <summary>What is stored of it.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));

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
