using Plumb.Cli.Tests.Kit;
using Plumb.TestKit;

namespace Plumb.Cli.Tests.Process;

/// <summary>The real executable: exit codes, streams, signals.</summary>
public sealed class ExecutableTests : IDisposable
{
    private readonly TempDir home = new("plumb-exe-");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Version_and_help_are_data_and_good()
    {
        var version = await Executable.RunAsync(home.Path, "version");
        Assert.Equal((0, ""), (version.ExitCode, version.Error));
        Assert.Matches(@"^plumb \d+\.\d+\.\d+\n$", version.Output);

        foreach (var words in new[] { Array.Empty<string>(), ["--help"], ["-h"] })
        {
            var help = await Executable.RunAsync(home.Path, words);
            Assert.Equal((0, ""), (help.ExitCode, help.Error));
            Assert.Contains("Commands:", help.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2, "gte", "unknown command 'gte'; did you mean get? [command.unknown]")]
    [InlineData(2, "get stacks --wacth", "unknown flag '--wacth'; did you mean --watch? [flag.unknown]")]
    [InlineData(2, "get stacks -o", "Required argument missing for option: '-o' [flag.invalid]")]
    [InlineData(2, "version now", "unexpected word 'now' [word.invalid]")]
    [InlineData(2, "@response", "unknown command '@response'")]
    [InlineData(2, "up --interval 5", "must be a duration from 1s to 1d, such as 30s [config.value]")]
    [InlineData(1, "get stacks --server http://127.0.0.1:1", "no control plane answers at http://127.0.0.1:1")]
    [InlineData(2, "diff web --server http://127.0.0.1:1", "no control plane answers at http://127.0.0.1:1")]
    public async Task Exit_codes_tell_misuse_from_failure_and_errors_go_to_standard_error(int exit, string line, string expected)
    {
        var ran = await Executable.RunAsync(home.Path, line.Split(' '));
        Assert.Equal((exit, ""), (ran.ExitCode, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_c_ends_a_command_with_130()
    {
        await using var api = new Api().On("GET /api/v1/stacks", Samples.Page(Samples.Stack()));
        const string Script = """
            env --default-signal=INT plumb get stacks --watch --server "$1" >out & pid=$!
            until [ -s out ]; do :; done
            kill -INT $pid; wait $pid
            """;
        var ran = await Command.RunAsync("bash", ["-c", Script, "bash", api.Address], directory: home.Path, environment: Executable.Environment(home.Path), timeout: TimeSpan.FromSeconds(30));
        Assert.Equal(130, ran.ExitCode);
        Assert.DoesNotContain("Unhandled", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_leaves_early_is_no_error()
    {
        await using var api = new Api().On("GET /api/v1/stacks", Samples.Page([.. Enumerable.Range(0, 200).Select(n => Samples.Stack($"stack-{n}", id: $"{n}"))]));
        var ran = await Command.RunAsync("bash", ["-c", "plumb get stacks -o json --server \"$1\" | head -n 1", "bash", api.Address], directory: home.Path, environment: Executable.Environment(home.Path));
        Assert.Equal((0, "{\n", ""), (ran.ExitCode, ran.Output, ran.Error));
    }
}
