using Plumb.Compose.Model;

namespace Plumb.Compose.Plan;

/// <summary>Whose a Compose project on this engine is.</summary>
internal static class ProjectClaim
{
    public static string? WhoseElse(Ownership ours, StackSeen seen) => WhoseElse(ours, seen.Project, seen.Containers, seen.Adoption);

    /// <summary>
    /// Ours when it was adopted for this stack, when one of its containers carries our mark, or when it has no container.
    /// A single container of another owner's in it makes it not ours: nothing of others' is ever touched.
    /// </summary>
    /// <returns>Null when it is ours; otherwise whose it is, for people.</returns>
    public static string? WhoseElse(Ownership ours, string project, IReadOnlyList<ContainerSeen> containers, AdoptionRecord? record)
    {
        var adoption = AdoptedBy(ours, project, record);
        var isOurs = adoption is not null;
        foreach (var container in containers)
        {
            if (adoption?.Containers.ContainsKey(container.Id) == true)
                continue;
            if (container.Mark is { } mark && mark.Ownership != ours)
                return Of(container.Name, mark.Ownership, ours);
            isOurs |= container.Mark is not null;
        }

        return isOurs || containers.Count == 0
            ? null
            : $"{containers[0].Name} was not made by Plumb";
    }

    /// <summary>What was recorded when this stack took the project over; null when it did not.</summary>
    public static AdoptionRecord? AdoptedBy(Ownership ours, string project, AdoptionRecord? record) =>
        record is not null && record.Ownership == ours && record.Project == project ? record : null;

    private static string Of(string container, Ownership owner, Ownership ours) =>
        owner.Instance != ours.Instance ? $"{container} belongs to the Plumb instance {owner.Instance} (stack {owner.StackPath} of {owner.Scope})"
            : $"{container} belongs to the stack {owner.StackPath} of {owner.Scope}";
}
