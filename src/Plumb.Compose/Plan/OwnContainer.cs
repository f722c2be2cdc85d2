using Plumb.Compose.Model;

namespace Plumb.Compose.Plan;

/// <summary>A container of ours, by its mark or by adoption.</summary>
/// <param name="Seen">What the look showed.</param>
/// <param name="MadeFrom">The inputs hash that it was made from; null when its label is missing or unreadable.</param>
internal sealed record OwnContainer(ContainerSeen Seen, string? MadeFrom)
{
    /// <summary>It is one of ours, and in which inputs it was made; null when it is not ours.</summary>
    public static OwnContainer? Of(ContainerSeen seen, Ownership ours, AdoptionRecord? adoption)
    {
        // Our own label knows better than the adoption, which took everything for made from what was desired then.
        if (seen.Mark is { InputsHash: { } made } own && own.Ownership == ours)
            return new(seen, made);
        if (adoption is not null && adoption.Containers.TryGetValue(seen.Id, out var hash))
            return new(seen, hash);
        return seen.Mark?.Ownership == ours ? new(seen, MadeFrom: null) : null;
    }

    public bool IsGone => Seen.State is "dead" or "removing";

    public bool HasEnded => Seen.State == "exited" && Seen.ExitCode == 0;
}
