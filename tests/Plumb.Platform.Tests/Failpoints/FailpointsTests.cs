using System.Diagnostics;

namespace Plumb.Platform.Tests.Failpoints;

public sealed class FailpointsTests
{
    [Theory]
    [InlineData("here", "3", 137, 1)]
    [InlineData("here:2", "3", 137, 2)]
    [InlineData("here:4", "3", 0, 3)]
    [InlineData("elsewhere", "3", 0, 3)]
    [InlineData("", "3", 0, 3)]
    public async Task The_process_is_killed_at_the_armed_reaching(string armed, string times, int exitCode, int reached)
    {
        using var process = Process.Start(new ProcessStartInfo(TestProgram.Dotnet, TestProgram.Arguments("reach", armed, times)) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal(reached, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("here:0")]
    [InlineData("here:x")]
    [InlineData("here:")]
    public void A_count_that_is_no_positive_number_is_refused(string armed) =>
        Assert.Contains(armed, Assert.Throws<ArgumentException>(() => new Plumb.Platform.Failpoints.Failpoints(armed)).Message, StringComparison.Ordinal);
}
