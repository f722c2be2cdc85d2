using Plumb.Compose.Model;

namespace Plumb.Compose.Plan;

/// <summary>Whose a Compose project on this engine is.</summary>
internal static class ProjectClaim
{
    /// <summary>
    /// Ours when it was adopted for this stack, when one of its containers carries our mark, when it has no container, or when we made it and there is
    /// nothing in it now but containers of our services, made by hand. A single container of another owner's in it makes it not ours: nothing of
    /// others' is ever touched.
    /// </summary>
    /// <returns>Null when it is ours; otherwise whose it is, for people.</returns>
    public static string? WhoseElse(ComposeSpec spec, string project, IReadOnlyList<ContainerSeen> containers, AdoptionRecord? record)
    {
        var ours = spec.Ownership;
        var adoption = AdoptedBy(ours, project, record);
        var isOurs = adoption is { Made: false };
        ContainerSeen? stranger = null;
        foreach (var container in containers)
        {
            if (adoption?.Containers.ContainsKey(container.Id) == true)
                continue;
            if (container.Mark is { } mark && mark.Ownership != ours)
                return Of(container.Name, mark.Ownership, ours);
            isOurs |= container.Mark is not null;
            if (adoption is null || !IsOfService(spec, container))
                stranger ??= container;
        }

        return isOurs || stranger is null ? null : $"{stranger.Name} was not made by Plumb";
    }

    public static string? WhoseElse(ComposeSpec spec, StackSeen seen) => WhoseElse(spec, seen.Project, seen.Containers, seen.Adoption);

    /// <summary>To adopt a project takes over the containers of our services, whoever made them; another owner's of any other service it leaves alone.</summary>
    /// <returns>Null when nothing stands in the way; otherwise what does, for people.</returns>
    public static string? BeyondAdoption(ComposeSpec spec, StackSeen seen) =>
        seen.Containers.FirstOrDefault(it => it.Mark is { } mark && mark.Ownership != spec.Ownership && !IsOfService(spec, it)) is { } other
            ? Of(other.Name, other.Mark!.Ownership, spec.Ownership)
            : null;

    /// <summary>What was recorded when this stack took the project over, or made it; null when it did not.</summary>
    public static AdoptionRecord? AdoptedBy(Ownership ours, string project, AdoptionRecord? record) =>
        record is not null && record.Ownership == ours && record.Project == project ? record : null;

    private static bool IsOfService(ComposeSpec spec, ContainerSeen container) =>
        !container.OneOff && spec.Rendered?.Services.ContainsKey(container.Service) == true;

    private static string Of(string container, Ownership owner, Ownership ours) =>
        owner.Instance != ours.Instance ? $"{container} belongs to the Plumb instance {owner.Instance} (stack {owner.StackPath} of {owner.Scope})"
            : $"{container} belongs to the stack {owner.StackPath} of {owner.Scope}";
}
