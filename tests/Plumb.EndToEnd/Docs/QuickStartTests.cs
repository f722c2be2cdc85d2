using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Docs;

/// <summary>The README's quick start, its own commands, run as they stand there.</summary>
public sealed partial class QuickStartTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task The_commands_of_the_quick_start_do_what_it_says()
    {
        using var directory = new TempDir("plumb-quick-");
        var commands = Commands();
        Assert.True(commands.Count >= 3, "The quick start has lost its commands.");
        // Whatever fails, nothing is left running.
        var script = $"trap 'kill $(jobs -p) 2>/dev/null || :; wait || :' EXIT\n{string.Join('\n', commands)}";

        var ran = await Command.RunAsync("bash", ["-euo", "pipefail", "-c", script], directory: directory.Path, environment: await EnvironmentAsync(directory));

        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.Contains("Stack hello is as it should be.", ran.Output, StringComparison.Ordinal);
        Assert.Matches(@"hello\s+synced\s", ran.Output);
        var container = Assert.Single(await Seen.OfProjectAsync(shared.Engine, "hello"));
        Assert.Equal("running", container.State);
        Assert.Contains("another greeting", await shared.Engine.DockerAsync("inspect", "-f", "{{json .Config.Cmd}}", container.Id), StringComparison.Ordinal);
        await shared.Engine.DockerAsync("rm", "-f", container.Id);
    }

    private static List<string> Commands()
    {
        var section = Section().Match(File.ReadAllText(Repository.At("README.md")));
        Assert.True(section.Success, "README.md has no quick start.");
        return [.. Block().Matches(section.Groups["it"].Value).Select(block => block.Groups["it"].Value)];
    }

    private async Task<Dictionary<string, string?>> EnvironmentAsync(TempDir directory) => new(StringComparer.Ordinal)
    {
        ["PATH"] = $"{BuiltProgram.Directory}:{Environment.GetEnvironmentVariable("PATH")}",
        ["DOCKER_HOST"] = shared.Engine.Host,
        ["DOCKER_CONTEXT"] = null,
        ["PLUMB_COMPOSE_BINARY"] = await RealCompose.PathAsync(),
        ["PLUMB_LISTEN"] = $"127.0.0.1:{FreePort()}",
        ["HOME"] = directory.Path,
        ["XDG_RUNTIME_DIR"] = directory.Path,
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_AUTHOR_NAME"] = "Test",
        ["GIT_AUTHOR_EMAIL"] = "test@example.invalid",
        ["GIT_COMMITTER_NAME"] = "Test",
        ["GIT_COMMITTER_EMAIL"] = "test@example.invalid",
    };

    // Its commands find it where it says that it listens, so it cannot be left to choose.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\n## Quick start\n(?<it>.*?)\n## ", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"\n```sh\n(?<it>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
