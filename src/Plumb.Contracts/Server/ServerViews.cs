namespace Plumb.Contracts.Server;

/// <summary><c>GET /version</c>.</summary>
public sealed record VersionView(string Version, string Runtime);

/// <summary><c>GET /readyz</c>.</summary>
/// <param name="Ready">All checks are good.</param>
public sealed record ReadyView(bool Ready, IReadOnlyList<ReadyCheck> Checks);

/// <param name="Why">What is wrong and what to do; null when it is good.</param>
public sealed record ReadyCheck(string Name, bool Good, string? Why);

/// <summary><c>POST /api/refresh</c>.</summary>
/// <param name="Status"><c>refreshing</c> or <c>queued</c>.</param>
public sealed record RefreshAnswer(string Status);

/// <summary><c>POST /api/webhook</c>.</summary>
/// <param name="Status"><c>accepted</c>, <c>ignored</c> or <c>duplicate</c>.</param>
public sealed record WebhookAnswer(string Status)
{
    /// <summary>Sources that follow what was pushed to look now.</summary>
    public static WebhookAnswer Accepted { get; } = new("accepted");

    /// <summary>No push, or one that no source follows.</summary>
    public static WebhookAnswer Ignored { get; } = new("ignored");

    /// <summary>It came before.</summary>
    public static WebhookAnswer Duplicate { get; } = new("duplicate");
}

/// <summary>Who changed what, and when.</summary>
/// <param name="KeyId">Of the key that it was done with; null: without one.</param>
public sealed record AuditView(string Id, DateTimeOffset At, string Actor, string Role, string Action, string Object, string? KeyId = null);
