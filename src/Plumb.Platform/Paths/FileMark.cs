using System.Runtime.InteropServices;
using Plumb.Platform.Native;

namespace Plumb.Platform.Paths;

/// <summary>What tells without reading it that a file is the one it was: equal marks, equal bytes, as Git's index has it.</summary>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="Inode">Another one after a rename over it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Nanoseconds since 1970.</param>
/// <param name="Changed">Nanoseconds since 1970; nobody can set it back.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileMark(int Mode, ulong Inode, long Size, long Modified, long Changed)
{
    /// <summary>The mark of what stands at a path; null: nothing does. One system call.</summary>
    /// <param name="path">Absolute. Links on the way are followed, one at its end is not: only compare what comes of it.</param>
    /// <exception cref="IOException">The system refused.</exception>
    public static FileMark? Of(string path) => StatCall.Of(path);
}
