using Plumb.Platform.Native;

namespace Plumb.Cli.Up;

/// <summary>
/// Gives memory that starting, rendering and applying no longer need back to the machine, which has other work: the collector by
/// itself keeps it while a quiet process allocates next to nothing. Measured in <c>bench/</c>.
/// </summary>
internal static class MemoryReturn
{
    /// <summary>By then a start is over.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>A collection costs some 30 ms of one core: after the start, when the first stacks are up, and every so many pauses.</summary>
    private const int Seldom = 5;

    /// <summary>Now and then until disposed of.</summary>
    public static ITimer Start(TimeProvider time)
    {
        var (mapped, times) = (ProgramPages.Look(), 0);
        return time.CreateTimer(
            _ =>
            {
                if (times < 2 || times % Seldom == 0)
                {
                    Now();
                    ProgramPages.ReturnUnused(mapped);
                    mapped = ProgramPages.Look();
                }

                times++;
            },
            state: null, First, Pause);
    }

    public static void Now()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.ReturnUnused();
    }
}
