using Plumb.Compose.Model;

namespace Plumb.Compose.Plan;

/// <summary>What of a stack is synced, told from the containers alone: it is there again after all state was lost.</summary>
internal static class SyncedStack
{
    public static SyncFacts Facts(ComposeSpec spec, StackSeen seen)
    {
        if (ProjectClaim.WhoseElse(spec, seen) is not null)
            return SyncFacts.None;
        var adoption = ProjectClaim.AdoptedBy(spec.Ownership, seen.Project, seen.Adoption);
        var own = seen.Containers.Where(container => !container.OneOff && OwnContainer.Of(container, spec.Ownership, adoption) is not null).ToList();
        if (own.Count == 0)
            return SyncFacts.None;
        var newest = own.MaxBy(container => container.Mark?.SyncedAt ?? container.CreatedAt)!;
        var syncedAt = newest.Mark?.SyncedAt ?? adoption?.At;
        return spec.Rendered is { } rendered && Agrees(StackSides.Of(spec, rendered, seen, now: default))
            ? new(spec.Target.Revision, spec.Target.CommitMessage, rendered.ComposeHash, syncedAt)
            : new(newest.Mark?.Revision, newest.Mark?.CommitMessage, newest.Mark?.ComposeHash, syncedAt);
    }

    /// <summary>Unchanged services keep the labels that they have: equal inputs everywhere are what is desired now.</summary>
    private static bool Agrees(StackSides sides)
    {
        if (sides.Orphans.Count > 0)
            return false;
        foreach (var (_, service) in sides.Services)
        {
            if (service.Kept.Count != service.Desired.Scale || !service.Kept.TrueForAll(own => own.MadeFrom == service.Desired.InputsHash))
                return false;
        }

        return true;
    }
}
