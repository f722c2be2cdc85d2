using Plumb.TestKit;

namespace Plumb.House.Tests;

public sealed class ScriptTests
{
    public static TheoryData<string> Scripts => [.. Checkout.All.Select(file => file.Path).Where(path => path.EndsWith(".sh", StringComparison.Ordinal)).Append(".ci/run")];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_parses_stops_at_errors_and_can_be_run(string path)
    {
        var full = Repository.At(path.Split('/'));

        await Command.MustAsync("bash", ["-n", full]);

        Assert.StartsWith("#!/usr/bin/env bash\n", await File.ReadAllTextAsync(full), StringComparison.Ordinal);
        Assert.Matches(@"\nset -e?uo pipefail\n", await File.ReadAllTextAsync(full));
        Assert.True(File.GetUnixFileMode(full).HasFlag(UnixFileMode.UserExecute), $"{path} is not executable");
    }

    [Theory]
    [InlineData("ensure-compose.sh", "1.29", "unknown version")]
    [InlineData("ensure-compose.sh", "../x", "unknown version")]
    public async Task A_wrong_argument_is_refused_with_what_is_known(string script, string argument, string said)
    {
        using var directory = new TempDir();

        var result = await Command.RunAsync("bash", [Repository.At("eng", "machine", script), argument, directory.At("x")]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.At("x")));
    }

    [Fact]
    public async Task A_compose_that_is_there_needs_no_network()
    {
        using var directory = new TempDir();
        directory.Write("docker-compose", "#!/bin/sh\n");
        File.SetUnixFileMode(directory.At("docker-compose"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await Command.MustAsync("unshare", ["--net", "bash", Repository.At("eng", "machine", "ensure-compose.sh"), "2.40", directory.Path]);

        Assert.Equal("#!/bin/sh\n", await File.ReadAllTextAsync(directory.At("docker-compose")));
    }
}
