using Plumb.Platform.Native;

namespace Plumb.Cli.Up;

/// <summary>
/// Gives memory that starting, rendering and applying no longer need back to the machine, which has other work: the collector by
/// itself keeps it while a quiet process allocates next to nothing. Measured in <c>bench/</c>: 25 MiB at 200 stacks.
/// </summary>
internal static class MemoryReturn
{
    /// <summary>By then a start is over.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    /// <summary>Each time costs some 30 ms of one core.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>Now and then until disposed of.</summary>
    public static ITimer Start(TimeProvider time) => time.CreateTimer(static _ => Now(), state: null, First, Pause);

    public static void Now()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.ReturnUnused();
    }
}
