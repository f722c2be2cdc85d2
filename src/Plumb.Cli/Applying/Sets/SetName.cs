using System.Security.Cryptography;
using System.Text;

namespace Plumb.Cli.Applying.Sets;

/// <summary>
/// What a set of files is known by. Files that are named the same way on another machine may be others: unless it is given a name, a set is
/// that of this machine and these paths.
/// </summary>
internal static class SetName
{
    /// <param name="from">Paths, or <c>-</c>.</param>
    /// <returns>Null: standard input has no name of its own.</returns>
    public static string? Of(IReadOnlyList<string> from, Surroundings surroundings)
    {
        if (from.Contains("-", StringComparer.Ordinal))
        {
            return null;
        }

        var paths = from.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, surroundings.WorkingDirectory))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return $"files/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', paths.Prepend(surroundings.Machine)))))[..32]}";
    }
}
