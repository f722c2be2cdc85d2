using Plumb.Compose.Cli;

namespace Plumb.Compose.Tests.Cli;

public sealed class ComposeBinaryTests
{
    [Fact]
    public async Task Finds_the_real_one_in_the_home_directory()
    {
        using var home = new TempDir();
        Directory.CreateDirectory(home.At(".docker", "cli-plugins"));
        File.CreateSymbolicLink(home.At(".docker", "cli-plugins", "docker-compose"), await RealCompose.PathAsync(RealCompose.Older));
        var found = await ComposeBinary.FindAsync(configured: null, home.Path, searchPath: null, World.Processes, default);
        Assert.IsType<ComposeSearch.Found>(found);
    }

    [Fact]
    public async Task Says_its_version()
    {
        var binary = await World.BinaryAsync(RealCompose.Older);
        Assert.StartsWith("2.26.", binary.Version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_path_is_the_only_one_that_is_tried()
    {
        var search = await ComposeBinary.FindAsync("/nonexistent/docker-compose", home: null, searchPath: null, World.Processes, default);
        Assert.Contains("/nonexistent/docker-compose", Assert.IsType<ComposeSearch.NotFound>(search).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.29.2", "needs 2.20")]
    [InlineData("what", "does not say")]
    public async Task An_old_or_foreign_one_is_refused_with_the_reason(string says, string reason)
    {
        using var directory = new TempDir();
        var path = directory.Write("docker-compose", $"#!/bin/sh\necho {says}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var search = await ComposeBinary.FindAsync(path, home: null, searchPath: null, World.Processes, default);
        Assert.Contains(reason, Assert.IsType<ComposeSearch.NotFound>(search).Problem, StringComparison.Ordinal);
    }
}
