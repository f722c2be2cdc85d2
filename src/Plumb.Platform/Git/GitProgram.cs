using Plumb.Platform.Processes;

namespace Plumb.Platform.Git;

/// <summary>The git program of this machine.</summary>
public static class GitProgram
{
    /// <summary>That of Debian 11; older ones were never tried.</summary>
    public static Version Oldest { get; } = new(2, 30);

    /// <summary>What to do about a <see cref="GitProgramAnswer"/> that is not good.</summary>
    public static string Mend => $"Install Git {Oldest} or newer (Debian: apt-get install git).";

    /// <summary>Whether it is there and new enough. Takes one process.</summary>
    public static async Task<GitProgramAnswer> CheckAsync(IProcessRunner processes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(processes);
        try
        {
            var result = await processes.RunAsync(new ProcessRequest { File = "git", Arguments = ["--version"], Deadline = TimeSpan.FromSeconds(10) }, cancellation);
            return result.Succeeded ? Of(result.Output.Split('\n')[0].Trim()) : new(Good: false, "git does not say its version");
        }
        catch (ProcessStartException)
        {
            return new(Good: false, "git cannot be started");
        }
    }

    // git version 2.39.5, git version 2.45.0.windows.1
    private static GitProgramAnswer Of(string line)
    {
        var number = line.Split(' ') is [_, _, var text, ..] ? string.Join('.', text.Split('.').Take(2)) : "";
        return Version.TryParse(number, out var version) && version >= Oldest ? new(Good: true, line) : new(Good: false, $"{line} is older than {Oldest}");
    }
}

/// <param name="Good">Plumb works with it.</param>
/// <param name="Says">Its own line, or what is wrong.</param>
public sealed record GitProgramAnswer(bool Good, string Says);
