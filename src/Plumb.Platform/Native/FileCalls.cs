using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Plumb.Platform.Native;

/// <summary>Linux's numbers: the same on x86-64 and arm64 but for two.</summary>
internal static class OpenFlags
{
    public const int WriteOnly = 0x1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public static int Directory { get; } = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x4000 : 0x10000;

    public static int NoFollow { get; } = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x8000 : 0x20000;
}

/// <summary>Linux's error numbers that somebody decides by.</summary>
internal static class Errno
{
    public const int NotFound = 2;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int NotEmpty = 39;
}

/// <summary>Calls on open directories: open(2), openat(2), mkdirat(2), renameat(2), unlinkat(2), statx(2), fsync(2).</summary>
internal static partial class FileCalls
{
    public const int RemoveDirectory = 0x200;

    public static SafeFileHandle Open(string path, int flags) => OpenRaw(path, flags | OpenFlags.CloseOnExec, 0);

    public static SafeFileHandle OpenAt(SafeFileHandle directory, string name, int flags, uint mode) =>
        OpenAtRaw(directory, name, flags | OpenFlags.CloseOnExec, mode);

    /// <summary>Type and permission bits of what stands at a name; null: nothing does.</summary>
    public static int? ModeAt(SafeFileHandle directory, string name)
    {
        const int noFollow = 0x100;
        const uint typeAndMode = 0x3;
        const int modeOffset = 28;
        Span<byte> answer = stackalloc byte[256];
        if (StatX(directory, name, noFollow, typeAndMode, ref MemoryMarshal.GetReference(answer)) == 0)
        {
            return BinaryPrimitives.ReadUInt16LittleEndian(answer[modeOffset..]);
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.NotFound or Errno.NotDirectory ? null : throw SystemFailure.Of("Looking at", name, errno);
    }

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(SafeFileHandle directory, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(SafeFileHandle directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Flush(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenRaw(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenAtRaw(SafeFileHandle directory, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle directory, string name, int flags, uint mask, ref byte answer);
}
