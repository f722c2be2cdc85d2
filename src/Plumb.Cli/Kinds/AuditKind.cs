using Plumb.Cli.Client;
using Plumb.Contracts.Server;

namespace Plumb.Cli.Kinds;

/// <summary>Who changed what.</summary>
internal static class AuditKind
{
    public static Kind<AuditView> Kind { get; } = new("audit", "audit", () => ClientJson.Reading.PageAuditView, () => ClientJson.Reading.AuditView, a => a.Id,
    [
        new("WHEN", (a, now) => Age.Of(a.At, now)),
        new("ACTOR", (a, _) => a.Actor),
        new("ROLE", (a, _) => a.Role),
        new("ACTION", (a, _) => a.Action),
        new("OBJECT", (a, _) => a.Object),
        new("KEY", (a, _) => a.KeyId, Wide: true),
        new("ID", (a, _) => a.Id, Wide: true),
    ])
    {
        Newest = 100,
    };
}
