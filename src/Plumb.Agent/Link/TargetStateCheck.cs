using Plumb.Contracts.Targets;

namespace Plumb.Agent.Link;

/// <summary>Whether a target state is whole. JSON that lost its tail may still be JSON.</summary>
internal static class TargetStateCheck
{
    /// <summary>Why it is not; null when it is.</summary>
    public static string? Why(TargetState target)
    {
        if (string.IsNullOrEmpty(target.Epoch) || target.Version < 0)
            return "it has no epoch or version";
        if (target.Stacks is null || target.Deletions is null || target.Breakers is null)
            return "it has no stacks, deletions or breakers";
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stack in target.Stacks)
        {
            if (stack is null || string.IsNullOrEmpty(stack.Id) || !ids.Add(stack.Id))
                return "a stack of it has no id, or two have the same";
            if (stack.Checksum is null && stack.Refusal is null)
                return $"stack '{stack.Name}' has neither content nor a refusal";
        }

        return target.Deletions.Any(d => string.IsNullOrEmpty(d?.StackId)) ? "a deletion of it names no stack" : null;
    }
}
