namespace Plumb.Platform.Paths;

/// <summary>The disk, or this user's share of it, is full. Nothing was changed.</summary>
public sealed class DiskFullException : IOException
{
    // Linux: ENOSPC and EDQUOT.
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    public DiskFullException()
    {
    }

    public DiskFullException(string message)
        : base(message)
    {
    }

    public DiskFullException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal static bool IsCauseOf(IOException failure) => IsCode(failure.HResult);

    internal static bool IsCode(int errno) => errno is NoSpace or OverQuota;

    internal static DiskFullException Writing(string path, IOException inner) =>
        new($"Writing '{path}' failed: no space is left on the device. Free some space; it is tried again.", inner);
}
