using System.Runtime.InteropServices;
using Plumb.Platform.Paths;
using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 1 (CVE-2022-24904, CVE-2022-31036): symbolic links of a repository show no file of the host.</summary>
public sealed class SymlinkOutOfTheCheckoutTests : IDisposable
{
    private const string Canary = "canary-of-the-host";
    private readonly TempDir _host = new("plumb-host-");

    [Theory]
    [InlineData("a", "compose.yaml", Checkout.Good, "compose.yaml symlink.outside")]
    [InlineData("a", "x.env", "services: { a: { image: busybox, env_file: x.env } }\n", "x.env symlink.outside")]
    [InlineData("a", "part.yaml", "include: [part.yaml]\n", "part.yaml symlink.outside")]
    [InlineData("a", "plumb.stack.yaml", Checkout.Good, "plumb.stack.yaml symlink.outside")]
    [InlineData("a", "any/where", Checkout.Good, "any/where symlink.outside")]
    public async Task A_link_to_a_file_of_the_host(string stack, string link, string compose, string said)
    {
        using var checkout = await Checkout.CreateAsync(("good/compose.yaml", Checkout.Good));
        if (link != "compose.yaml")
            checkout.Git.Write($"{stack}/compose.yaml", compose);
        foreach (var target in new[] { _host.Write("secret", Canary), Up(_host.Write("secret", Canary)) })
        {
            if (Path.GetDirectoryName(Path.Combine(checkout.Git.Path, stack, link)) is { } directory && Directory.Exists(directory))
                File.Delete(Path.Combine(checkout.Git.Path, stack, link));
            checkout.Link($"{stack}/{link}", target);
            var verdicts = await checkout.JudgeAsync();
            Assert.Equal((said, "good"), (verdicts[stack].Said, verdicts["good"].Said));
            Assert.DoesNotContain(Canary, verdicts[stack].Refusal!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_chain_of_links_out_and_a_directory_that_is_a_link()
    {
        _host.Write("secret.env", $"SHOWN={Canary}\n");
        using var checkout = await Checkout.CreateAsync(
            ("chain/compose.yaml", "services: { a: { image: busybox, env_file: one.env } }\n"), ("dir/compose.yaml", "services: { a: { image: busybox, env_file: d/secret.env } }\n"));
        checkout.Link("chain/one.env", "two.env");
        checkout.Link("chain/two.env", "../links/three.env");
        checkout.Link("links/three.env", _host.At("secret.env"));
        checkout.Link("dir/d", _host.Path);
        var verdicts = await checkout.JudgeAsync();
        Assert.Equal(("one.env symlink.outside", "d symlink.outside"), (verdicts["chain"].Said, verdicts["dir"].Said));
        Assert.All(verdicts.Values, v => Assert.DoesNotContain(Canary, v.Refusal!.Message, StringComparison.Ordinal));
    }

    /// <summary>What is deployed comes from Git's objects, never from a working tree, so there is no time between check and use.</summary>
    [Fact]
    public async Task A_file_swapped_for_a_link_after_the_commit()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", "services: { a: { image: busybox, env_file: x.env } }\n"), ("a/x.env", "IS=mine\n"));
        checkout.Git.Delete("a/x.env");
        checkout.Link("a/x.env", _host.Write("secret.env", $"SHOWN={Canary}\n"));
        var stack = (await checkout.JudgeHeadAsync())["a"].Rendered!;
        Assert.Equal("mine", stack.Model["services"]!["a"]!["environment"]!["IS"]!.GetValue<string>());
        Assert.DoesNotContain(Canary, stack.Model.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>A container may put a link into a directory of its own that Plumb writes to.</summary>
    [Fact]
    public async Task A_directory_swapped_for_a_link_between_check_and_use()
    {
        using var data = new TempDir();
        data.Write("root/in/file", "mine");
        File.CreateSymbolicLink(data.At("root", "link"), _host.Path);
        using var stop = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                Assert.Equal(0, Exchange(-100, data.At("root", "in"), -100, data.At("root", "link"), 2));
        });
        var (written, root) = (0, new UntrustedRoot(data.At("root")));
        for (var n = 0; n < 3_000 || (written == 0 && n < 300_000); n++)
        {
            try
            {
                root.Write("in/file", "x"u8, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                written++;
            }
            catch (Exception refused) when (refused is UntrustedPathException or IOException)
            {
                Assert.DoesNotContain(Canary, refused.Message, StringComparison.Ordinal);
            }
        }

        await stop.CancelAsync();
        await swapping;
        Assert.Empty(Directory.GetFileSystemEntries(_host.Path));
        Assert.NotEqual(0, written);
    }

    [Fact]
    public async Task A_link_to_a_tracked_file_is_that_file()
    {
        using var checkout = await Checkout.CreateAsync(
            ("a/compose.yaml", "services: { a: { image: busybox, env_file: [x.env, y.env] } }\n"), ("shared/x.env", "X=tracked\n"), ("a/z.env", "Y=chained\n"));
        checkout.Link("a/x.env", "../shared/x.env");
        checkout.Link("a/y.env", "./w.env");
        checkout.Link("a/w.env", "z.env");
        var environment = (await checkout.OneAsync()).Rendered!.Model["services"]!["a"]!["environment"]!;
        Assert.Equal(("tracked", "chained"), (environment["X"]!.GetValue<string>(), environment["Y"]!.GetValue<string>()));
    }

    public void Dispose() => _host.Dispose();

    [DllImport("libc", EntryPoint = "renameat2")]
    private static extern int Exchange(int fromDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    private static string Up(string absolute) => string.Concat(Enumerable.Repeat("../", 20)) + absolute[1..];
}
