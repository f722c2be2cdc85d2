using Plumb.Platform.Native;

namespace Plumb.Platform.Tests.Native;

public sealed class ProgramPagesTests
{
    [Fact]
    public void Only_mappings_of_files_that_cannot_be_written_and_hold_nothing_of_our_own_are_taken()
    {
        var found = ProgramPages.Read(
        [
            "7f0000000000-7f0000001000 r--p 00000000 fe:01 42                         /usr/lib/a b.so", "Rss:                   4 kB", "Anonymous:             0 kB", "VmFlags: rd mr mw me",
            "7f0000001000-7f0000002000 r-xp 00001000 fe:01 42                         /usr/lib/code.so", "Anonymous:             0 kB",
            "7f0000002000-7f0000003000 r-xp 00002000 fe:01 42                         /usr/lib/relocated.so", "Anonymous:             4 kB",
            "7f0000003000-7f0000004000 rw-p 00003000 fe:01 42                         /usr/lib/data.so", "Anonymous:             0 kB",
            "7f0000004000-7f0000005000 r-xs 00000000 00:01 43                         /memfd:doublemapper (deleted)", "Anonymous:             0 kB",
            "7f0000005000-7f0000006000 r--p 00000000 00:00 0 ", "Anonymous:             0 kB",
            "7f0000006000-7f0000007000 r-xp 00000000 00:00 0                          [vdso]", "Anonymous:             0 kB",
        ]);

        Assert.Equal(["/usr/lib/a b.so", "/usr/lib/code.so"], found.Select(mapping => mapping.File).Order(StringComparer.Ordinal));
        Assert.Equal(4096UL, found.First().End - found.First().Start);
    }

    [Fact]
    public void What_is_let_go_comes_back_as_it_was()
    {
        var looked = ProgramPages.Look();
        Assert.Contains(looked, mapping => mapping.File.EndsWith("/System.Private.CoreLib.dll", StringComparison.Ordinal));

        ProgramPages.ReturnUnused(looked);

        Assert.Equal(6, Enumerable.Range(1, 3).Sum());
        Assert.NotEmpty(ProgramPages.Look());
    }
}
