using Plumb.Contracts.Keys;
using Plumb.Server.Storage;

namespace Plumb.Server.Keys;

/// <summary>A key as the store has it.</summary>
internal sealed record StoredKey
{
    public const string Columns = """
        id as Id, role as Role, name as Name, hash as Hash, created_at as CreatedAt, created_by as CreatedBy, expires_at as ExpiresAt,
        revoked_at as RevokedAt, replaced_by as ReplacedBy, last_used as LastUsed
        """;

    public required string Id { get; init; }

    public required string Role { get; init; }

    /// <summary>Whose; of an agent's key the agent's name, of a publisher's the publisher's.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret, in hex.</summary>
    public required string Hash { get; init; }

    public long CreatedAt { get; init; }

    public string? CreatedBy { get; init; }

    /// <summary>From then on it is good for nothing; null: never.</summary>
    public long? ExpiresAt { get; init; }

    public long? RevokedAt { get; init; }

    /// <summary>The key that it was rotated to.</summary>
    public string? ReplacedBy { get; init; }

    public long? LastUsed { get; init; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now.ToStored() < end);

    /// <param name="used">When it was used last, where that is newer than what is stored.</param>
    public KeyView ToView(DateTimeOffset now, long? used = null) => new()
    {
        Id = Id,
        Role = Role,
        Name = Name,
        Status = RevokedAt is not null ? KeyStatus.Revoked : !IsGood(now) ? KeyStatus.Expired : ReplacedBy is not null ? KeyStatus.Rotated : KeyStatus.Active,
        CreatedAt = UnixTime.FromStored(CreatedAt),
        CreatedBy = CreatedBy,
        ExpiresAt = UnixTime.FromStored(ExpiresAt),
        RevokedAt = UnixTime.FromStored(RevokedAt),
        ReplacedBy = ReplacedBy,
        LastUsedAt = UnixTime.FromStored(used is { } newer && newer > (LastUsed ?? 0) ? newer : LastUsed),
    };
}
