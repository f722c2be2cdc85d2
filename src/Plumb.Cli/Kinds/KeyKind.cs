using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Keys;

namespace Plumb.Cli.Kinds;

internal static class KeyKind
{
    public static Kind<KeyView> Kind { get; } = new("key", "keys", () => ClientJson.Reading.PageKeyView, () => ClientJson.Reading.KeyView, k => k.Id,
    [
        new("ID", (k, _) => k.Id),
        new("ROLE", (k, _) => k.Role),
        new("NAME", (k, _) => k.Name),
        new("STATUS", (k, _) => new(k.Status.ToString().ToLowerInvariant(), k.Status == KeyStatus.Active ? Tone.Good : Tone.Quiet)),
        new("MADE", (k, now) => Age.Of(k.CreatedAt, now)),
        new("USED", (k, now) => Age.Of(k.LastUsedAt, now)),
        new("EXPIRES", (k, now) => k.ExpiresAt is { } at ? at > now ? $"in {Age.Of(at - now)}" : $"{Age.Of(at, now)} ago" : ""),
        new("BY", (k, _) => k.CreatedBy, Wide: true),
        new("REPLACED BY", (k, _) => k.ReplacedBy, Wide: true),
    ]);
}
