using System.Diagnostics.CodeAnalysis;

namespace Plumb.Compose.Plan;

/// <summary>Ids and hashes as people read them: the first twelve digits.</summary>
internal static class Short
{
    [return: NotNullIfNotNull(nameof(hash))]
    public static string? Hash(string? hash) => hash is { Length: > 12 } ? hash[..12] : hash;
}
