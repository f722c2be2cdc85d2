using Plumb.Platform.Git;
using Plumb.Security.Kit;

namespace Plumb.Security;

/// <summary>Advisory row 12 (CVE-2026-44244, CVE-2025-48384): no value brings a line of its own into Git's configuration, and no hook runs.</summary>
public sealed class ConfigNewlineInjectionTests
{
    public static TheoryData<string> Ends => ["\n", "\r", "\r\n", "\0"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Addresses_and_credentials_with_a_line_end_are_refused(string end)
    {
        using var checkout = await Checkout.CreateAsync();
        var hook = $"x{end}[core]{end}hooksPath=/tmp/x";
        var escaped = Uri.EscapeDataString(hook);
        foreach (var address in new[] { "/srv/" + hook, "file:///srv/" + escaped, $"https://{escaped}@git.example/x", $"https://ann:{escaped}@git.example/x", "https://git.example/" + escaped, $"ssh://git@git.example/{escaped}" })
            Assert.Equal("source.repository", checkout.Mirrors.Of(address, null).Failure?.Code);
        foreach (var credentials in new[] { new GitCredentials("/run/token", hook), new GitCredentials("/run/" + hook), new GitCredentials(SshKeyFile: "/run/" + hook) })
            Assert.Equal("source.credentials", checkout.Mirrors.Of("https://git.example/x", credentials).Failure?.Code);
        var revision = await Checkout.Must(checkout.Mirrors.Of(checkout.Git.Path, null)).LookUpAsync("main" + hook, default);
        Assert.Equal("source.revision", revision.Failure?.Code);
        Assert.Empty(checkout.Runner.Ran);
    }

    /// <summary>A submodule's path that ends with a carriage return made Git write its hooks elsewhere.</summary>
    [Fact]
    public async Task No_hook_of_a_repository_runs_and_no_submodule_is_asked_for()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good), (".gitmodules", "[submodule \"x\"]\n\tpath = \"sub\r\"\n\turl = ./sub\n"));
        var marker = checkout.Data.At("marker");
        foreach (var hook in new[] { "post-checkout", "reference-transaction", "post-update", "pre-receive", "post-index-change", "fsmonitor-watchman" })
        {
            var path = Path.Combine(checkout.Git.Path, ".git/hooks", hook);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\ntouch {marker}\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await checkout.Git.GitAsync("-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/other", "HEAD");
        Assert.Equal("good", (await checkout.JudgeHeadAsync())["a"].Said);
        Assert.False(File.Exists(marker));
        var homes = Directory.GetFiles(checkout.Data.At("git"), "config", SearchOption.AllDirectories).Where(f => File.ReadAllText(f).Contains("hooksPath", StringComparison.Ordinal));
        Assert.All(homes, f => Assert.Equal(1, File.ReadLines(f).Count(l => l.Contains("hooksPath", StringComparison.Ordinal) && l.Contains("/dev/null", StringComparison.Ordinal))));
        Assert.NotEmpty(homes);
    }

    [Fact]
    public async Task Names_with_blanks_and_quotes_are_good()
    {
        using var checkout = await Checkout.CreateAsync(("a \"b\" 'c'/compose.yaml", Checkout.Good));
        Assert.Equal("good", (await checkout.OneAsync()).Said);
        Assert.Null(checkout.Mirrors.Of("https://ann%20b:to%22k@git.example/a%20b", null).Failure);
    }
}
