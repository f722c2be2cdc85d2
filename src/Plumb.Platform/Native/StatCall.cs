using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Plumb.Platform.Paths;

namespace Plumb.Platform.Native;

/// <summary>statx(2) of a path, a symbolic link at its end not followed.</summary>
internal static partial class StatCall
{
    private const int FromWorkingDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;

    /// <summary>Null: nothing is there.</summary>
    public static FileMark? Of(string path)
    {
        Span<byte> answer = stackalloc byte[256];
        if (StatX(FromWorkingDirectory, path, NoFollow, BasicStats, ref MemoryMarshal.GetReference(answer)) == 0)
        {
            // Source: struct statx of linux/stat.h, the same on every architecture.
            return new FileMark(
                BinaryPrimitives.ReadUInt16LittleEndian(answer[28..]),
                BinaryPrimitives.ReadUInt64LittleEndian(answer[32..]),
                BinaryPrimitives.ReadInt64LittleEndian(answer[40..]),
                Nanoseconds(answer[112..]),
                Nanoseconds(answer[96..]));
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.NotFound or Errno.NotDirectory ? null : throw SystemFailure.Of("Looking at", path, errno);
    }

    private static long Nanoseconds(ReadOnlySpan<byte> time) =>
        (BinaryPrimitives.ReadInt64LittleEndian(time) * 1_000_000_000) + BinaryPrimitives.ReadUInt32LittleEndian(time[8..]);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, ref byte answer);
}
