using System.Collections.Immutable;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>Whether a person let through what the policies flag. An acknowledgement is for what the person saw, and for nothing more.</summary>
/// <param name="Acknowledgement">The one that lets it through; null: none does.</param>
/// <param name="Stale">There is one for this model, and something else differs by now.</param>
internal sealed record Permission(string? Acknowledgement, bool Stale)
{
    /// <summary>How long an acknowledgement, and how long the work that it began, counts.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(24);

    private static readonly Permission None = new(Acknowledgement: null, Stale: false);

    public static Permission Of(StackSides sides, ImmutableArray<Difference> differences)
    {
        if (sides.Spec.Acknowledged is not { Acknowledged: { } seen } request || seen.ComposeHash != sides.Rendered.ComposeHash)
            return None;
        if (sides.Seen.Permit is { } begun && begun.Acknowledgement == request.Id)
            return sides.Now - begun.At < Lasts ? new(request.Id, Stale: false) : None;
        if (sides.Now - request.At >= Lasts)
            return None;
        var acknowledged = seen.Differences.ToHashSet(StringComparer.Ordinal);
        return differences.All(it => DifferenceFingerprint.KeyOf(it) is not { } key || acknowledged.Contains(key)) ? new(request.Id, Stale: false) : new(Acknowledgement: null, Stale: true);
    }
}
