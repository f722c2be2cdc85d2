using Plumb.Platform.Git;
using Plumb.Platform.Processes;

namespace Plumb.Cli.Doctor;

/// <summary>Programs that Plumb calls.</summary>
internal static class ToolChecks
{
    public static async Task<Finding> GitAsync(Ground ground, CancellationToken cancellation)
    {
        var answer = await GitProgram.CheckAsync(ground.Processes, cancellation);
        return answer.Good ? Finding.Ok(answer.Says) : Finding.Fail(answer.Says, GitProgram.Mend);
    }

    public static async Task<Finding> NeededAsync(Ground ground, string tool, string without, CancellationToken cancellation) =>
        await FirstLineAsync(ground, tool, "--version", cancellation) is { } line ? Finding.Ok(line) : Finding.Warn($"{tool} cannot be started", without);

    public static async Task<Finding> TmuxAsync(Ground ground, CancellationToken cancellation) =>
        await FirstLineAsync(ground, "tmux", "-V", cancellation) is { } line ? Finding.Ok(line) : Finding.Ok("not there; only sessions of tasks need it");

    private static async Task<string?> FirstLineAsync(Ground ground, string tool, string argument, CancellationToken cancellation)
    {
        try
        {
            var result = await ground.Processes.RunAsync(new ProcessRequest { File = tool, Arguments = [argument], Deadline = TimeSpan.FromSeconds(10) }, cancellation);
            return result.Succeeded ? result.Output.Split('\n')[0].Trim() : null;
        }
        catch (ProcessStartException)
        {
            return null;
        }
    }
}
