using Plumb.Platform.Paths;

namespace Plumb.Platform.Tests.Paths;

public sealed class AtomicFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _directory = Directory.CreateTempSubdirectory("plumb-atomic-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_new_file_has_the_bytes_and_the_mode()
    {
        AtomicFile.Write(In("a"), "hello"u8, Private | UnixFileMode.OtherRead);
        Assert.Equal("hello", File.ReadAllText(In("a")));
        Assert.Equal(Private | UnixFileMode.OtherRead, File.GetUnixFileMode(In("a")));
    }

    [Fact]
    public void A_reader_of_the_old_file_keeps_the_old_content()
    {
        AtomicFile.Write(In("a"), "old"u8, Private);
        using var reader = new StreamReader(In("a"));
        AtomicFile.Write(In("a"), "new"u8, Private);
        Assert.Equal("old", reader.ReadToEnd());
        Assert.Equal("new", File.ReadAllText(In("a")));
    }

    [Fact]
    public void A_symbolic_link_is_replaced_and_its_target_left_alone()
    {
        File.WriteAllText(In("target"), "mine");
        File.CreateSymbolicLink(In("a"), In("target"));
        AtomicFile.Write(In("a"), "new"u8, Private);
        Assert.Equal("mine", File.ReadAllText(In("target")));
        Assert.Null(new FileInfo(In("a")).LinkTarget);
    }

    [Fact]
    public void Nothing_is_left_behind_when_it_fails()
    {
        Directory.CreateDirectory(In("a"));
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(In("a"), "x"u8, Private));
        Assert.Equal([In("a")], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void What_may_be_lost_is_written_whole_all_the_same()
    {
        AtomicFile.Write(In("a"), "old"u8, Private);
        AtomicFile.Write(In("a"), "new"u8, Private, flush: false);
        Assert.Equal("new", File.ReadAllText(In("a")));
        Assert.Equal([In("a")], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_full_disk_is_told_apart() =>
        Assert.Throws<DiskFullException>(() => AtomicFileOnFullDisk());

    // A sparse file system of its own needs mount rights, /dev/full answers with the same error to any writer.
    private static void AtomicFileOnFullDisk()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        try
        {
            full.Write("x"u8);
        }
        catch (IOException failure) when (DiskFullException.IsCauseOf(failure))
        {
            throw DiskFullException.Writing("/dev/full", failure);
        }
    }

    private string In(string name) => Path.Combine(_directory, name);
}
