using Plumb.Server.Api;
using Plumb.Server.Idempotency;
using Plumb.Server.Keys;
using Plumb.Server.Storage;

namespace Plumb.Server.Audit;

/// <summary>Who asks.</summary>
/// <param name="Name">The key's name, or <c>anonymous</c>.</param>
/// <param name="Role">Null without a key.</param>
/// <param name="KeyId">Of the key; null without one.</param>
internal sealed record Actor(string Name, Role? Role, string? KeyId = null)
{
    /// <summary>Of the caller's <c>If-Match</c>; null: there was none.</summary>
    public Condition? Condition { get; init; }

    /// <summary>The run of a write that the caller named with <c>Idempotency-Key</c>; null: it has no name.</summary>
    public string? Run { get; init; }

    /// <summary>The set of files that the caller applies: what it makes is that set's. Null: none.</summary>
    public string? Set { get; init; }
}

/// <summary>Notes what people and keys changed, in the transaction of the change.</summary>
internal static class AuditTrail
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(365);

    public static void Note(this WriteScope scope, Actor actor, string action, string subject)
    {
        Preconditions.Hold(scope, actor);
        IdempotencyTable.Mark(scope, actor.Run);
        scope.Execute(
            "insert into audit (id, at, actor, role, action, object, key_id) values (@id, @at, @Name, @role, @action, @subject, @KeyId)",
            new { id = scope.NewId(), at = scope.Now.ToStored(), actor.Name, role = actor.Role is { } role ? KeyText.WordOf(role) : "", action, subject, actor.KeyId });
    }

    public static int Prune(WriteScope scope) =>
        scope.Execute("delete from audit where at < @before", new { before = (scope.Now - Retention).ToStored() });
}
