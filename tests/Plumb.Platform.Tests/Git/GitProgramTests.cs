using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Tests.Git;

public sealed class GitProgramTests
{
    [Fact]
    public async Task The_one_of_this_machine_is_good()
    {
        using var processes = new ProcessRunner(new SecretMask(), TimeProvider.System);
        Assert.True((await GitProgram.CheckAsync(processes, default)).Good);
    }

    [Theory]
    [InlineData("git version 2.30.2\n", true)]
    [InlineData("git version 2.100.0.windows.1\n", true)]
    [InlineData("git version 3.0.0\n", true)]
    [InlineData("git version 2.29.3\n", false)]
    [InlineData("git version 1.8\n", false)]
    [InlineData("git\n", false)]
    [InlineData("", false)]
    public async Task Older_ones_are_not(string says, bool good) => Assert.Equal(good, (await GitProgram.CheckAsync(new Saying(says), default)).Good);

    /// <summary>Stands for programs that are not on this machine.</summary>
    private sealed class Saying(string output) : IProcessRunner
    {
        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation) =>
            Task.FromResult(new ProcessResult(0, output, "", DeadlinePassed: false, Cut: false));
    }
}
