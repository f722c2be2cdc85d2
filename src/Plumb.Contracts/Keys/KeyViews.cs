namespace Plumb.Contracts.Keys;

/// <summary>A key, without its secret: that is shown once, when the key is made, and kept nowhere.</summary>
public sealed record KeyView
{
    public required string Id { get; init; }

    /// <summary><c>admin</c>, <c>operator</c>, <c>viewer</c>, <c>publisher</c>, <c>agent</c> or <c>task</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Whose; of an agent's key the agent's name, of a publisher's the publisher's.</summary>
    public required string Name { get; init; }

    public required KeyStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: made before that was kept.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Null: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The id of the key that it was rotated to.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>After a crash it may be two minutes old; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

public enum KeyStatus
{
    Active,

    /// <summary>Another follows it; it works until it expires.</summary>
    Rotated,

    Expired,

    Revoked,
}

/// <summary><c>POST /api/v1/keys</c>.</summary>
/// <param name="Role">As in <see cref="KeyView.Role"/>.</param>
/// <param name="Name">As in <see cref="KeyView.Name"/>.</param>
/// <param name="ExpiresIn">How long it is good for; null: until it is revoked.</param>
public sealed record KeyBody(string Role, string Name, TimeSpan? ExpiresIn);

/// <summary><c>PUT /api/v1/keys/{key}</c>: of a key that is made, only how long it lives can be changed.</summary>
/// <param name="Role">May be left out; not another than the key has.</param>
/// <param name="Name">The same.</param>
/// <param name="ExpiresIn">How long it is good for from now on; null: until it is revoked.</param>
public sealed record KeyChangeBody(string? Role = null, string? Name = null, TimeSpan? ExpiresIn = null);

/// <summary><c>POST /api/v1/keys/{key}/rotate</c>.</summary>
/// <param name="Overlap">How long the old one works on; null: a day.</param>
public sealed record KeyRotateBody(TimeSpan? Overlap);

/// <summary>The answer that makes a key: the one place where its text is ever shown.</summary>
/// <param name="Token">What goes into <c>Authorization: Bearer …</c>.</param>
public sealed record KeyMade(KeyView Key, string Token);
