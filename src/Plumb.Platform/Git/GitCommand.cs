using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Git;

/// <summary>Runs the git program.</summary>
internal sealed class GitCommand(IProcessRunner runner, GitHome home, SecretMask mask)
{
    /// <param name="tried">What it is for, for messages.</param>
    /// <param name="arguments">The subcommand and its arguments; what others chose stands after <c>--end-of-options</c> or <c>--</c>.</param>
    /// <param name="accepted">An exit code besides 0 that is an answer.</param>
    /// <param name="directory">Where it runs; null: the mirror's directory.</param>
    /// <param name="silence">How long it may tell nothing of its progress; null: for ever.</param>
    public async Task<GitAnswer<ProcessResult>> RunAsync(
        string tried, TimeSpan deadline, IReadOnlyList<string> arguments, CancellationToken cancellation,
        ReadOnlyMemory<byte>? input = null, int accepted = 0, string? directory = null, TimeSpan? silence = null)
    {
        try
        {
            var request = new ProcessRequest
            {
                File = "git",
                Arguments = arguments,
                WorkingDirectory = directory ?? home.Path,
                Environment = home.Prepare(),
                Input = input,
                Deadline = deadline,
                Silence = silence,
                OutputLimit = OutputLimit,
                BinaryOutput = true,
            };
            var result = await runner.RunAsync(request, cancellation);
            return result.Cut ? new GitFailure(GitFailureKind.Other, tried, $"git's answer is larger than {OutputLimit:N0} bytes")
                : result.Succeeded || (result.ExitCode == accepted && !result.DeadlinePassed) ? result
                : GitFailureReader.Of(tried, result, deadline, silence);
        }
        catch (Exception failure) when (failure is ProcessStartException or SecretFileException or IOException or UnauthorizedAccessException)
        {
            return new GitFailure(Kind(failure), tried, mask.Mask(failure.Message));
        }
    }

    // A tree of a million paths; larger blobs are asked for in parts.
    private const int OutputLimit = 256 * 1024 * 1024;

    private static GitFailureKind Kind(Exception failure) => failure switch
    {
        SecretFileException => GitFailureKind.CredentialsRefused,
        Paths.DiskFullException => GitFailureKind.DiskFull,
        _ => GitFailureKind.Other,
    };
}
