using System.Runtime.InteropServices;

namespace Plumb.Platform.Native;

/// <summary>Signals. The few calls of the C library that the runtime does not offer are in this folder; Linux only.</summary>
internal static partial class Libc
{
    private const int SigKill = 9;

    /// <summary>Ends this process at once; nothing is flushed and no handler runs.</summary>
    public static void KillSelf()
    {
        _ = Kill(Environment.ProcessId, SigKill);
        Thread.CurrentThread.Join();
    }

    /// <summary>Kills every process of a process group; none there: nothing.</summary>
    public static void KillGroup(int group)
    {
        // kill(-1) would be every process there is, kill(-0) our own group.
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 2);
        _ = Kill(-group, SigKill);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
