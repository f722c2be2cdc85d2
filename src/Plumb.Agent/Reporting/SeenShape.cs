using Plumb.Compose.Model;

namespace Plumb.Agent.Reporting;

/// <summary>Whether two looks at a stack would be reported the same. Cheap: a quiet sweep asks it of every stack.</summary>
internal static class SeenShape
{
    public static bool Same(StackSeen? one, StackSeen? other)
    {
        if (ReferenceEquals(one, other))
            return true;
        if (one is null || other is null || one.Containers.Count != other.Containers.Count || one.Adoption is null != other.Adoption is null)
            return false;
        for (var i = 0; i < one.Containers.Count; i++)
        {
            if (!Same(one.Containers[i], other.Containers[i]))
                return false;
        }

        return true;
    }

    private static bool Same(ContainerSeen one, ContainerSeen other) => ReferenceEquals(one, other)
        || (one.Id == other.Id && one.Name == other.Name && one.Service == other.Service && one.State == other.State
            && one.Health == other.Health && one.Image == other.Image && Equals(one.Mark, other.Mark)
            && one.Ports.SequenceEqual(other.Ports, StringComparer.Ordinal));
}
