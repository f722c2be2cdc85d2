using System.Runtime.InteropServices;

namespace Plumb.Platform.Native;

/// <summary>Memory of the C library: the database's caches, the runtime's and the cryptography's own.</summary>
public static class NativeHeap
{
    /// <summary>Gives pages that nothing uses any more back to the machine. Where the C library is not glibc, it does that by itself, and this does nothing.</summary>
    /// <remarks>Source: malloc_trim(3).</remarks>
    public static unsafe void ReturnUnused()
    {
        if (NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "malloc_trim", out var trim))
        {
            _ = ((delegate* unmanaged<nuint, int>)trim)(0);
        }
    }
}
