using System.Runtime.InteropServices;
using Plumb.Platform.Paths;

namespace Plumb.Platform.Tests.Paths;

public sealed class UntrustedRootTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private readonly string _outside = Directory.CreateTempSubdirectory("plumb-outside-").FullName;
    private readonly string _directory = Directory.CreateTempSubdirectory("plumb-root-").FullName;
    private readonly UntrustedRoot _root;

    public UntrustedRootTests()
    {
        _root = new UntrustedRoot(_directory);
        File.WriteAllText(Path.Combine(_outside, "secret"), "canary");
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "", "path.empty" },
        { "/etc/passwd", "path.absolute" },
        { "../secret", "path.parent" },
        { "a/../../secret", "path.parent" },
        { "a/..", "path.parent" },
        { "a//b", "path.empty-name" },
        { "a/", "path.empty-name" },
        { "./a", "path.empty-name" },
        { "a\0b", "path.nul" },
        { "C:\\a", "path.backslash" },
        { "..\\a", "path.backslash" },
        { new string('a', 256), "path.long" },
        { string.Concat(Enumerable.Repeat("a/", 2100)) + "a", "path.long" },
    };

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_path_that_may_lead_out_is_refused_by_rule(string path, string rule)
    {
        Action[] uses = [() => _root.Read(path, 10), () => _root.Write(path, "x"u8, Mode), () => _root.DeleteFile(path), () => _root.MakeDirectory(path), () => _root.KindOf(path)];
        Assert.All(uses, use => Assert.Equal(rule, Assert.Throws<UntrustedPathException>(use).Rule));
    }

    [Theory]
    [InlineData("%2e%2e")]
    [InlineData("．．")]
    [InlineData("...")]
    [InlineData("a b\n\"'$(id)")]
    [InlineData("C:")]
    public void Odd_names_are_only_names(string name)
    {
        _root.Write($"d/{name}", "x"u8, Mode);
        Assert.True(File.Exists(Path.Combine(_directory, "d", name)));
    }

    [Fact]
    public void What_is_written_is_read_with_its_mode_and_directories_are_made()
    {
        _root.Write("a/b/c", "hello"u8, Mode);
        var file = _root.Read("a/b/c", 5)!;
        Assert.Equal(("hello", Mode), (System.Text.Encoding.UTF8.GetString(file.Bytes), file.Mode));
        Assert.Equal((PathKind.File, PathKind.Directory, PathKind.Absent), (_root.KindOf("a/b/c"), _root.KindOf("a/b"), _root.KindOf("x/y")));
        Assert.Equal(["c"], Directory.GetFileSystemEntries(Path.Combine(_directory, "a/b")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_is_not_there_is_null()
    {
        Assert.Null(_root.Read("a/b", 5));
        Assert.False(_root.DeleteFile("a/b"));
        Assert.False(_root.DeleteEmptyDirectory("a/b"));
    }

    [Fact]
    public void A_file_over_the_limit_is_refused_and_its_content_not_told()
    {
        _root.Write("a", "canary"u8, Mode);
        var refused = Assert.Throws<UntrustedPathException>(() => _root.Read("a", 5));
        Assert.Equal("path.large", refused.Rule);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_is_not_read()
    {
        File.CreateSymbolicLink(In("link"), Path.Combine(_outside, "secret"));
        var refused = Assert.Throws<UntrustedPathException>(() => _root.Read("link", 100));
        Assert.Equal("path.symlink", refused.Rule);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_on_the_way_is_not_followed_for_anything()
    {
        Directory.CreateDirectory(In("real"));
        File.CreateSymbolicLink(In("real/next"), _outside);
        Action[] uses =
        [
            () => _root.Read("real/next/secret", 100), () => _root.Write("real/next/secret", "x"u8, Mode), () => _root.Write("real/next/new/x", "x"u8, Mode),
            () => _root.DeleteFile("real/next/secret"), () => _root.KindOf("real/next/secret"), () => _root.MakeDirectory("real/next/new"), () => _root.MakeDirectory("real/next"),
        ];
        Assert.All(uses, use => Assert.Equal("path.symlink", Assert.Throws<UntrustedPathException>(use).Rule));
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName));
        Assert.Equal("canary", File.ReadAllText(Path.Combine(_outside, "secret")));
    }

    [Fact]
    public void Writing_over_a_link_replaces_the_link()
    {
        File.CreateSymbolicLink(In("link"), Path.Combine(_outside, "secret"));
        _root.Write("link", "mine"u8, Mode);
        Assert.Equal(("mine", "canary"), (File.ReadAllText(In("link")), File.ReadAllText(Path.Combine(_outside, "secret"))));
    }

    [Fact]
    public void Deleting_a_link_leaves_what_it_names()
    {
        File.CreateSymbolicLink(In("link"), _outside);
        Assert.True(_root.DeleteFile("link"));
        Assert.True(File.Exists(Path.Combine(_outside, "secret")));
    }

    [Fact]
    public void A_directory_is_deleted_only_when_empty()
    {
        _root.Write("a/b", "x"u8, Mode);
        Assert.False(_root.DeleteEmptyDirectory("a"));
        _root.DeleteFile("a/b");
        Assert.True(_root.DeleteEmptyDirectory("a"));
    }

    [Fact]
    public void What_is_no_regular_file_is_neither_read_nor_overwritten()
    {
        Directory.CreateDirectory(In("d"));
        Assert.Equal("path.not-a-file", Assert.Throws<UntrustedPathException>(() => _root.Read("d", 5)).Rule);
        Assert.Equal("path.not-a-file", Assert.Throws<UntrustedPathException>(() => _root.Write("d", "x"u8, Mode)).Rule);
        File.WriteAllText(In("f"), "x");
        Assert.Equal("path.not-a-directory", Assert.Throws<UntrustedPathException>(() => _root.Write("f/x", "x"u8, Mode)).Rule);
    }

    [Fact]
    public async Task A_directory_exchanged_for_a_link_again_and_again_never_lets_anything_out()
    {
        Directory.CreateDirectory(In("d"));
        File.WriteAllText(In("d/secret"), "inside");
        File.CreateSymbolicLink(In("link"), _outside);
        using var done = new CancellationTokenSource();
        var swapper = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Equal(0, Exchange(-100, In("d"), -100, In("link"), 2));
            }
        });
        var (read, refused) = (0, 0);
        for (var time = 0; time < 3000 || (refused == 0 && time < 20_000); time++)
        {
            try
            {
                read += _root.Read("d/secret", 100) is { } file && System.Text.Encoding.UTF8.GetString(file.Bytes) == "inside" ? 1 : 0;
                _root.Write("d/new", "x"u8, Mode);
            }
            catch (Exception failure) when (failure is UntrustedPathException or IOException)
            {
                refused++;
            }
        }

        await done.CancelAsync();
        await swapper;
        Assert.True(read > 0 && refused > 0, $"{read} {refused}");
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName));
    }

    [DllImport("libc", EntryPoint = "renameat2")]
    private static extern int Exchange(int fromDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    private string In(string path) => Path.Combine(_directory, path);
}
