using System.Security.Cryptography;
using System.Text;
using Plumb.Platform.Paths;

namespace Plumb.Platform.Git;

/// <summary>Asks Git itself which paths some ignore files name, in a directory that holds nothing but those files.</summary>
internal sealed class GitIgnoreCheck(GitCommand git, GitHome home, GitOptions options)
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="ignoreFiles">By the directory that each lies in, <c>.</c> for the root.</param>
    /// <param name="paths">Of files.</param>
    public async Task<GitAnswer<IReadOnlySet<string>>> RunAsync(
        IReadOnlyDictionary<string, byte[]> ignoreFiles, IEnumerable<string> paths, CancellationToken cancellation)
    {
        // Nobody else uses this repository now: what is there was left by a process that was killed.
        foreach (var left in Directory.Exists(home.Path) ? Directory.GetDirectories(home.Path, "ignore-*") : [])
        {
            Directory.Delete(left, recursive: true);
        }

        var directory = Path.Combine(home.Path, $"ignore-{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        Directory.CreateDirectory(directory, OnlyUs | UnixFileMode.UserExecute);
        try
        {
            var root = new UntrustedRoot(directory);
            foreach (var (at, bytes) in ignoreFiles.Where(f => f.Key == "." || UntrustedPath.BrokenRule(f.Key) is null))
            {
                root.Write(at == "." ? ".gitignore" : $"{at}/.gitignore", bytes, OnlyUs);
            }

            return await AskAsync(directory, paths, cancellation);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<GitAnswer<IReadOnlySet<string>>> AskAsync(string directory, IEnumerable<string> paths, CancellationToken cancellation)
    {
        string[] arguments = [.. GitFetch.In(home), $"--work-tree={directory}", "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-z", "--stdin"];
        var input = Encoding.UTF8.GetBytes(string.Concat(paths.Select(p => p + "\0")));
        var answer = await git.RunAsync("Reading ignore files", options.ReadDeadline, arguments, cancellation, input, accepted: 1, directory);
        return answer.Succeeded
            ? new GitAnswer<IReadOnlySet<string>>(Encoding.UTF8.GetString(answer.Value.OutputBytes.Span).Split('\0', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal))
            : answer.Failure;
    }
}
