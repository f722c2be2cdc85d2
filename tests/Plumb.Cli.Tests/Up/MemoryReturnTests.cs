using Plumb.Cli.Up;

namespace Plumb.Cli.Tests.Up;

public sealed class MemoryReturnTests
{
    [Fact]
    public void Memory_that_nobody_needs_any_more_goes_back_to_the_machine()
    {
        UseMuch();
        var before = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;

        MemoryReturn.Now();

        Assert.InRange(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes, 0, before - (64 << 20));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void UseMuch()
    {
        var blocks = Enumerable.Range(0, 4096).Select(_ => new byte[32 << 10]).ToArray();
        // So that it stands in the collector's books as used.
        GC.Collect();
        GC.KeepAlive(blocks);
    }
}
