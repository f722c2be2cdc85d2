using Plumb.Platform.Processes;

namespace Plumb.Platform.Git;

/// <summary>What Git's words (in the C locale) and its transports' mean. The first row that fits decides.</summary>
internal static class GitFailureReader
{
    private const int LongestShown = 600;
    private const string KnownHosts = " in /";

    // What Git tells of a fetch that goes on, line upon line.
    private static readonly string[] Progress = ["Enumerating objects", "Counting objects", "Compressing objects", "Receiving objects", "Unpacking objects", "Resolving deltas", "Checking connectivity", "Total "];

    private static readonly (string Words, GitFailureKind Kind)[] Rows =
    [
        ("No space left on device", GitFailureKind.DiskFull),
        ("Disk quota exceeded", GitFailureKind.DiskFull),
        ("Authentication failed", GitFailureKind.CredentialsRefused),
        ("could not read Username", GitFailureKind.CredentialsRefused),
        ("could not read Password", GitFailureKind.CredentialsRefused),
        ("returned error: 401", GitFailureKind.CredentialsRefused),
        ("returned error: 403", GitFailureKind.CredentialsRefused),
        ("Permission denied (", GitFailureKind.CredentialsRefused),
        ("Load key ", GitFailureKind.CredentialsRefused),
        ("Host key verification failed", GitFailureKind.CredentialsRefused),
        ("Access denied", GitFailureKind.CredentialsRefused),
        ("couldn't find remote ref", GitFailureKind.RevisionUnknown),
        ("not our ref", GitFailureKind.RevisionUnknown),
        ("unadvertised object", GitFailureKind.RevisionUnknown),
        ("Needed a single revision", GitFailureKind.RevisionUnknown),
        ("bad revision", GitFailureKind.RevisionUnknown),
        ("expected commit type", GitFailureKind.RevisionUnknown),
        ("returned error: 404", GitFailureKind.RepositoryMissing),
        // Redirects are not followed: where they lead, nobody chose.
        ("returned error: 30", GitFailureKind.RepositoryMissing),
        ("returned error: 410", GitFailureKind.RepositoryMissing),
        ("epository not found", GitFailureKind.RepositoryMissing),
        ("' not found", GitFailureKind.RepositoryMissing),
        ("does not appear to be a git repository", GitFailureKind.RepositoryMissing),
        ("not valid: is this a git repository", GitFailureKind.RepositoryMissing),
        ("does not exist", GitFailureKind.RepositoryMissing),
        ("Could not resolve host", GitFailureKind.NetworkUnreachable),
        ("Name or service not known", GitFailureKind.NetworkUnreachable),
        ("name resolution", GitFailureKind.NetworkUnreachable),
        ("Failed to connect", GitFailureKind.NetworkUnreachable),
        ("Couldn't connect", GitFailureKind.NetworkUnreachable),
        ("Connection refused", GitFailureKind.NetworkUnreachable),
        ("Connection reset", GitFailureKind.NetworkUnreachable),
        ("Connection closed", GitFailureKind.NetworkUnreachable),
        ("timed out", GitFailureKind.NetworkUnreachable),
        ("unreachable", GitFailureKind.NetworkUnreachable),
        ("No route to host", GitFailureKind.NetworkUnreachable),
        ("unable to access", GitFailureKind.NetworkUnreachable),
        ("RPC failed", GitFailureKind.NetworkUnreachable),
        ("the remote end hung up", GitFailureKind.NetworkUnreachable),
        ("The remote end hung up", GitFailureKind.NetworkUnreachable),
        ("early EOF", GitFailureKind.NetworkUnreachable),
        ("unexpected disconnect", GitFailureKind.NetworkUnreachable),
        ("body are still expected", GitFailureKind.NetworkUnreachable),
        ("Operation too slow", GitFailureKind.NetworkUnreachable),
        ("not a git repository", GitFailureKind.Corrupt),
        ("is corrupt", GitFailureKind.Corrupt),
        ("is empty", GitFailureKind.Corrupt),
        ("bad object", GitFailureKind.Corrupt),
        ("bad tree", GitFailureKind.Corrupt),
        ("unable to read", GitFailureKind.Corrupt),
        ("could not read", GitFailureKind.Corrupt),
        ("inflate", GitFailureKind.Corrupt),
        ("packfile", GitFailureKind.Corrupt),
        ("pack has", GitFailureKind.Corrupt),
        ("missing", GitFailureKind.Corrupt),
        ("Not a valid object name", GitFailureKind.Corrupt),
        ("not a tree object", GitFailureKind.Corrupt),
        (".lock'", GitFailureKind.Corrupt),
        ("did not send all necessary objects", GitFailureKind.Corrupt),
    ];

    public static GitFailure Of(string tried, ProcessResult result, TimeSpan deadline, TimeSpan? silence = null)
    {
        if (result.DeadlinePassed)
        {
            return new(GitFailureKind.Timeout, tried, silence is { } quiet ? $"nothing arrived for {quiet.TotalSeconds:0} s" : $"it did not end within {deadline.TotalSeconds:0} s");
        }

        var row = Array.Find(Rows, r => result.Error.Contains(r.Words, StringComparison.Ordinal));
        return new(row.Words is null ? GitFailureKind.Other : row.Kind, tried, Shown(result));
    }

    private static bool IsProgress(string line) =>
        Array.Exists(Progress, word => line.StartsWith(word, StringComparison.Ordinal) || line.StartsWith("remote: " + word, StringComparison.Ordinal));

    private static string Shown(ProcessResult result)
    {
        var lines = result.Error.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Array.Find(lines, l => l.StartsWith("Offending ", StringComparison.Ordinal) && l.Contains(KnownHosts, StringComparison.Ordinal)) is { } offending)
        {
            // OpenSSH's own warning has a dozen lines.
            return "Host key verification failed: the host shows another key than at first, so somebody may stand in between. "
                + $"If its key was exchanged on purpose, delete the old one ('{offending[(offending.IndexOf(KnownHosts, StringComparison.Ordinal) + " in ".Length)..]}')";
        }

        var words = string.Join("; ", lines.Where(l => !l.StartsWith("hint:", StringComparison.Ordinal) && !IsProgress(l)).Take(6));
        return words.Length == 0 ? $"git ended with exit code {result.ExitCode}" : words.Length > LongestShown ? words[..LongestShown] + "…" : words;
    }
}
