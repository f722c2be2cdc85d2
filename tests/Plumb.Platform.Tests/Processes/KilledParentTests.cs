using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Tests.Processes;

public sealed class KilledParentTests : IDisposable
{
    private readonly ProcessRunner _runner = new(new SecretMask(), TimeProvider.System);
    private readonly string _directory = Directory.CreateTempSubdirectory("plumb-orphan-").FullName;

    public void Dispose()
    {
        _runner.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("killed", 137)]
    [InlineData("ended", 0)]
    public async Task Children_and_their_children_die_with_the_process_that_started_them(string how, int exitCode)
    {
        var result = await _runner.RunAsync(
            new ProcessRequest
            {
                File = TestProgram.Dotnet,
                Arguments = TestProgram.Arguments("leave-children", _directory, how),
                Deadline = TimeSpan.FromMinutes(1),
            },
            default);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Error));
        await ProcessFiles.AliveAsync(false, [.. new[] { "child", "grandchild" }.Select(f => Path.Combine(_directory, f))]);
    }
}
