using System.Globalization;
using System.Runtime.InteropServices;

namespace Plumb.Platform.Native;

/// <summary>
/// Pages of the program's files that this process has mapped: starting touches most of them, what comes after it few. The machine keeps the files'
/// contents as long as it likes, as it would have: what is let go counts as its cache and no longer as this process's. What is touched again is mapped again at once.
/// </summary>
public static partial class ProgramPages
{
    private const int DontNeed = 4;

    /// <summary>Mappings of files as they are now: none that can be written, and none that holds a page of the process's own.</summary>
    /// <remarks>Source: proc_pid_smaps(5).</remarks>
    public static IReadOnlySet<Mapping> Look() => Read(File.ReadLines("/proc/self/smaps"));

    /// <summary>Lets the pages of these go from the process. They come back from the file, which they are the same as.</summary>
    /// <param name="earlier">A look long enough ago that what was mapped then is loaded by now: only what both looks see is let go.</param>
    /// <remarks>Source: madvise(2), MADV_DONTNEED.</remarks>
    public static void ReturnUnused(IReadOnlySet<Mapping> earlier)
    {
        foreach (var mapping in Look().Where(earlier.Contains))
        {
            // Refused (a locked page): it stays, and nothing is lost.
            _ = Advise((nint)mapping.Start, (nuint)(mapping.End - mapping.Start), DontNeed);
        }
    }

    internal static IReadOnlySet<Mapping> Read(IEnumerable<string> smaps)
    {
        var found = new HashSet<Mapping>();
        Mapping? current = null;
        foreach (var line in smaps)
        {
            if (MappingOf(line) is { } head)
            {
                current = head;
            }
            else if (line.StartsWith("Anonymous:", StringComparison.Ordinal) && current is { } known)
            {
                if (known.Access is "r--p" or "r-xp" && known.File.StartsWith('/') && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "0", "kB"])
                {
                    found.Add(known);
                }

                current = null;
            }
        }

        return found;
    }

    // START-END ACCESS OFFSET DEVICE INODE FILE; every other line begins with a word and a colon.
    private static Mapping? MappingOf(string line) =>
        line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries) is [var range, var access, _, _, _, .. var file] && range.Split('-') is [var start, var end]
        && ulong.TryParse(start, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var from) && ulong.TryParse(end, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var to)
            ? new Mapping(from, to, access, file is [var path] ? path.Trim() : "")
            : null;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    /// <param name="Start">Its first byte's address.</param>
    /// <param name="End">The address behind its last byte.</param>
    /// <param name="Access">As <c>r-xp</c>.</param>
    /// <param name="File">Its path; empty, or in brackets, where it is none.</param>
    public readonly record struct Mapping(ulong Start, ulong End, string Access, string File);
}
