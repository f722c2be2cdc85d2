using System.Runtime.InteropServices;
using Plumb.Platform.Paths;

namespace Plumb.Platform.Native;

/// <summary>Turns the error number of the last call into an exception.</summary>
internal static class SystemFailure
{
    /// <param name="doing">Such as <c>Writing</c>.</param>
    /// <param name="path">What it was done to.</param>
    public static IOException Of(string doing, string path, int errno)
    {
        var failure = new IOException($"{doing} '{path}' failed: {Marshal.GetPInvokeErrorMessage(errno)}.", errno);
        return DiskFullException.IsCauseOf(failure) ? DiskFullException.Writing(path, failure) : failure;
    }
}
