using System.Globalization;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Git;

/// <summary>One run of git in a repository that people work in.</summary>
/// <param name="Tried">What it is for, for messages: <c>listing the worktrees of /srv/api</c>.</param>
/// <param name="Directory">Where it runs, absolute: the repository, or one of its worktrees.</param>
/// <param name="Arguments">The subcommand and its arguments; what others chose stands after <c>--end-of-options</c> or <c>--</c>.</param>
public sealed record GitCall(string Tried, string Directory, IReadOnlyList<string> Arguments)
{
    /// <summary>Given on standard input.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>Another index than the worktree's own, absolute; null: the worktree's own.</summary>
    public string? Index { get; init; }

    /// <summary>Positive.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>An exit code besides 0 that is an answer.</summary>
    public int Accepted { get; init; }
}

/// <summary>Git in repositories that people work in: their configuration counts, but none of their hooks or monitors runs, and nobody is asked for anything.</summary>
/// <remarks>A stale directory inside another repository never leads to that one: git does not look above the directory that it is given.</remarks>
/// <param name="home">Whose configuration and credentials count: the home directory of the user that the agent runs as.</param>
public sealed class WorkingGit(IProcessRunner runner, SecretMask mask, string home)
{
    private const int OutputLimit = 256 * 1024 * 1024;

    // None of these is anybody's wish about our own calls: hooks and monitors run programs, and a collection would take what is only ours to rescue.
    private static readonly (string Key, string Value)[] Settings =
    [
        ("core.hooksPath", "/dev/null"), ("core.fsmonitor", "false"), ("gc.auto", "0"), ("maintenance.auto", "false"),
        ("commit.gpgSign", "false"), ("advice.detachedHead", "false"), ("core.quotePath", "false"), ("rebase.autoStash", "false"), ("submodule.recurse", "false"),
    ];

    /// <summary>Its end, with exit code 0 or the accepted one; else why there is none.</summary>
    public async Task<GitAnswer<ProcessResult>> RunAsync(GitCall call, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            var request = new ProcessRequest
            {
                File = "git",
                Arguments = call.Arguments,
                WorkingDirectory = call.Directory,
                Environment = Environment(call),
                Input = call.Input,
                Deadline = call.Deadline,
                OutputLimit = OutputLimit,
            };
            var result = await runner.RunAsync(request, cancellation);
            return result.Cut ? new GitFailure(GitFailureKind.Other, call.Tried, $"git's answer is larger than {OutputLimit:N0} bytes")
                : result.Succeeded || (result.ExitCode == call.Accepted && !result.DeadlinePassed) ? result
                : GitFailureReader.Of(call.Tried, result, call.Deadline);
        }
        catch (Exception failure) when (failure is ProcessStartException or IOException or UnauthorizedAccessException)
        {
            return new GitFailure(GitFailureKind.Other, call.Tried, mask.Mask(failure.Message));
        }
    }

    private Dictionary<string, string> Environment(GitCall call)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["LC_ALL"] = "C",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_OPTIONAL_LOCKS"] = "0",
            ["GIT_EDITOR"] = "true",
            ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(call.Directory) ?? "/",
            ["GIT_NO_REPLACE_OBJECTS"] = "1",
            ["GIT_CONFIG_COUNT"] = Settings.Length.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (at, (key, value)) in Settings.Index())
        {
            environment[$"GIT_CONFIG_KEY_{at}"] = key;
            environment[$"GIT_CONFIG_VALUE_{at}"] = value;
        }

        foreach (var role in new[] { "AUTHOR", "COMMITTER" })
        {
            environment[$"GIT_{role}_NAME"] = "Plumb";
            environment[$"GIT_{role}_EMAIL"] = "plumb@localhost";
        }

        if (call.Index is { } index)
            environment["GIT_INDEX_FILE"] = index;
        return environment;
    }
}
