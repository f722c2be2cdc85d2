using Plumb.Compose.Model;
using Plumb.Kernel;

namespace Plumb.Compose.Observe;

/// <summary>
/// Ids of stacks of this instance that nobody desires and nobody said anything of: <c>orphan:SCOPE/PATH@PROJECT</c>. Only their labels are known;
/// they are told, and nothing of them is removed.
/// </summary>
public static class OrphanId
{
    private const string Prefix = "orphan:";

    public static ObjectId Of(Ownership ownership, string project)
    {
        ArgumentNullException.ThrowIfNull(ownership);
        return new ObjectId($"{Prefix}{ownership.Scope}/{ownership.StackPath}@{project}");
    }

    public static bool Is(ObjectId id) => id.Value.StartsWith(Prefix, StringComparison.Ordinal);
}
