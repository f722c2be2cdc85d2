using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly SecretMask _mask = new();
    private readonly ProcessRunner _runner;
    private readonly string _directory = Directory.CreateTempSubdirectory("plumb-run-").FullName;

    public ProcessRunnerTests() => _runner = new ProcessRunner(_mask, TimeProvider.System);

    public void Dispose()
    {
        _runner.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["", " ", "a b", "$HOME", "`id`", "\"q'", "--", "-n", "äö\n", "*"];
        var result = await RunAsync("printf", ["%s|", .. arguments]);
        Assert.Equal(string.Concat(arguments.Select(a => a + "|")), result.Output);
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task One_that_falls_silent_is_killed_and_one_that_goes_on_telling_is_not()
    {
        var silent = await _runner.RunAsync(Request("sh", ["-c", "echo first; sleep 600"]) with { Silence = TimeSpan.FromSeconds(1), Deadline = TimeSpan.FromMinutes(1) }, default);
        var telling = await _runner.RunAsync(Request("sh", ["-c", "for i in 1 2 3 4 5 6 7 8; do sleep 0.5; echo $i >&2; done"]) with { Silence = TimeSpan.FromSeconds(3), Deadline = TimeSpan.FromMinutes(1) }, default);
        Assert.Equal((true, "first\n"), (silent.DeadlinePassed, silent.Output));
        Assert.True(telling.Succeeded);
    }

    [Fact]
    public async Task The_environment_is_only_what_is_given()
    {
        Environment.SetEnvironmentVariable("PLUMB_TEST_CANARY", "leak");
        var result = await _runner.RunAsync(Request("env", []) with { Environment = new Dictionary<string, string> { ["A"] = "1" } }, default);
        Assert.Equal(["A=1", $"PATH={SearchPath.Value}"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_working_directory_is_the_given_one_or_the_root()
    {
        Assert.Equal("/\n", (await RunAsync("pwd", [])).Output);
        Assert.Equal(_directory + "\n", (await _runner.RunAsync(Request("pwd", []) with { WorkingDirectory = _directory }, default)).Output);
    }

    [Fact]
    public async Task Input_is_given_whole_while_output_is_read()
    {
        var input = new byte[3_000_000];
        new Random(1).NextBytes(input);
        var result = await _runner.RunAsync(Request("cat", []) with { Input = input, BinaryOutput = true }, default);
        Assert.Equal(input, result.OutputBytes.ToArray());
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Without_input_standard_input_is_at_its_end() => Assert.Equal("", (await RunAsync("cat", [])).Output);

    [Fact]
    public async Task Input_that_nobody_reads_is_no_error()
    {
        var result = await _runner.RunAsync(Request("true", []) with { Input = new byte[1_000_000] }, default);
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task Output_beyond_the_limit_is_read_and_dropped()
    {
        var result = await _runner.RunAsync(Shell("head -c 5000000 /dev/zero; head -c 5000000 /dev/zero >&2; exit 3") with { OutputLimit = 1000 }, default);
        Assert.Equal((3, 1000, true), (result.ExitCode, result.OutputBytes.Length, result.Cut));
        Assert.Equal(1000, result.Error.Length);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_replaced()
    {
        var result = await RunAsync("printf", ["a\\377b"]);
        Assert.Equal("a\ufffdb", result.Output);
        Assert.Equal([(byte)'a', 0xff, (byte)'b'], result.OutputBytes.ToArray());
    }

    [Fact]
    public async Task Error_output_is_masked_and_output_is_not()
    {
        _mask.Add("hunter22");
        var result = await _runner.RunAsync(Shell("echo hunter22; echo hunter22 >&2"), default);
        Assert.Equal(("hunter22\n", "***\n"), (result.Output, result.Error));
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("exit 127", 127)]
    public async Task The_exit_code_is_told(string script, int code) => Assert.Equal(code, (await _runner.RunAsync(Shell(script), default)).ExitCode);

    [Fact]
    public async Task At_the_deadline_the_whole_tree_is_killed()
    {
        var result = await _runner.RunAsync(Shell($"sleep 600 & echo $! >{_directory}/a; setsid sleep 600 & echo $! >{_directory}/b; wait") with { Deadline = TimeSpan.FromSeconds(1) }, default);
        Assert.True(result.DeadlinePassed);
        Assert.False(result.Succeeded);
        await AliveAsync(false, "a", "b");
    }

    [Fact]
    public async Task A_cancelled_call_kills_first_and_throws_then()
    {
        using var cancel = new CancellationTokenSource();
        var run = _runner.RunAsync(Shell($"sleep 600 & echo $! >{_directory}/a; wait"), cancel.Token);
        await AliveAsync(true, "a");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await AliveAsync(false, "a");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_starts_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(Shell($"touch {_directory}/a"), new CancellationToken(canceled: true)));
        Assert.False(File.Exists(Path.Combine(_directory, "a")));
    }

    [Fact]
    public async Task The_kernel_kills_a_process_when_its_parent_ends() =>
        Assert.Contains("Parent death signal: KILL", (await RunAsync("setpriv", ["--dump"])).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Children_that_are_left_behind_are_killed()
    {
        var result = await _runner.RunAsync(Shell($"sleep 600 & echo $! >{_directory}/a"), default);
        Assert.True(result.Succeeded);
        await AliveAsync(false, "a");
    }

    [Fact]
    public async Task A_daemon_that_keeps_the_output_open_does_not_hang_the_call()
    {
        var result = await _runner.RunAsync(Shell($"echo out; setsid sh -c 'echo $$ >{_directory}/a; exec sleep 600' & while [ ! -s {_directory}/a ]; do :; done"), default);
        Assert.Equal(("out\n", true), (result.Output, result.Cut));
        using var daemon = System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(_directory, "a"))));
        daemon.Kill();
    }

    [Theory]
    [InlineData("no-such-program-here")]
    [InlineData("/no/such/program")]
    [InlineData("/etc/passwd")]
    public async Task A_program_that_is_not_there_is_named(string file)
    {
        var failure = await Assert.ThrowsAsync<ProcessStartException>(() => RunAsync(file, []));
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_named()
    {
        var file = Path.Combine(_directory, "x");
        await File.WriteAllTextAsync(file, "#!/no/such/interpreter\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var failure = await Assert.ThrowsAsync<ProcessStartException>(() => RunAsync(file, []));
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_working_directory_that_is_not_there_is_named()
    {
        var failure = await Assert.ThrowsAsync<ProcessStartException>(() => _runner.RunAsync(Request("pwd", []) with { WorkingDirectory = "/no/such" }, default));
        Assert.Contains("/no/such", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_beyond_the_limit_is_not_given()
    {
        const string take = "x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo ${#x}";
        Assert.Equal("300000000\n", (await _runner.RunAsync(Shell(take), default)).Output);
        Assert.False((await _runner.RunAsync(Shell(take) with { MemoryLimit = 64 * 1024 * 1024 }, default)).Succeeded);
    }

    [Fact]
    public async Task Many_processes_run_at_once()
    {
        var runs = Enumerable.Range(0, 40).Select(n => _runner.RunAsync(Shell($"sleep 0.5; echo {n}"), default));
        var results = await Task.WhenAll(runs);
        Assert.Equal(Enumerable.Range(0, 40).Select(n => $"{n}\n"), results.Select(r => r.Output));
    }

    private static ProcessRequest Request(string file, IReadOnlyList<string> arguments) => new() { File = file, Arguments = arguments, Deadline = TimeSpan.FromMinutes(1) };

    private static ProcessRequest Shell(string script) => Request("sh", ["-c", script]);

    private Task<ProcessResult> RunAsync(string file, IReadOnlyList<string> arguments) => _runner.RunAsync(Request(file, arguments), default);

    private Task AliveAsync(bool alive, params string[] files) => ProcessFiles.AliveAsync(alive, [.. files.Select(f => Path.Combine(_directory, f))]);
}
