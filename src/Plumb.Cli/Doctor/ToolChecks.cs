using Plumb.Platform.Processes;

namespace Plumb.Cli.Doctor;

/// <summary>Programs that Plumb calls.</summary>
internal static class ToolChecks
{
    /// <summary>That of Debian 11; older ones were never tried.</summary>
    private static readonly Version OldestGit = new(2, 30);

    public static async Task<Finding> GitAsync(Ground ground, CancellationToken cancellation)
    {
        const string Mend = "Install Git 2.30 or newer (Debian: apt-get install git).";
        if (await FirstLineAsync(ground, "git", "--version", cancellation) is not { } line)
        {
            return Finding.Fail("git cannot be started", Mend);
        }

        var number = line.Split(' ') is [_, _, var text, ..] ? string.Join('.', text.Split('.').Take(2)) : "";
        return Version.TryParse(number, out var version) && version >= OldestGit
            ? Finding.Ok(line)
            : Finding.Fail($"{line} is older than {OldestGit}", Mend);
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
