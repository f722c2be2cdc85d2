using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Git;

/// <summary>All mirrors below one directory: one for each repository and credentials.</summary>
/// <param name="root">Such as <c>DATA/state/git</c>; absolute. May be lost at any time while nothing runs.</param>
public sealed class GitMirrors(string root, IProcessRunner runner, SecretMask mask, GitOptions options) : IDisposable
{
    private const int NameLength = 32;

    private readonly ConcurrentDictionary<string, GitMirror> _mirrors = new(StringComparer.Ordinal);

    /// <summary>The mirror of a repository; the same one for the same repository and credentials.</summary>
    /// <remarks>Nothing is read nor asked yet. Other credentials mean another mirror: what one may read another may not.</remarks>
    public GitAnswer<GitMirror> Of(string repository, GitCredentials? credentials)
    {
        credentials ??= new GitCredentials();
        if (!GitAddress.TryParse(repository, out var address, out var reason))
        {
            return new GitFailure(GitFailureKind.RepositoryMissing, $"Reading the address '{mask.Mask(Printable(repository))}'", reason!);
        }

        if (new[] { credentials.Username, credentials.TokenFile, credentials.SshKeyFile }.Any(c => c?.Any(char.IsControl) == true))
        {
            return new GitFailure(GitFailureKind.CredentialsRefused, $"Reading the credentials of '{address}'", "a user name or file name holds a control character");
        }

        return _mirrors.GetOrAdd(Name(address!, credentials), name =>
        {
            var home = new GitHome(Path.Combine(root, name), address!, credentials, mask);
            return new GitMirror(address!, home, new GitCommand(runner, home, mask), options);
        });
    }

    /// <summary>Deletes what earlier repositories left, and nothing that is not a mirror. Call it when all that are needed were asked for.</summary>
    public void DeleteOthers()
    {
        foreach (var directory in Directory.Exists(root) ? Directory.GetDirectories(root) : [])
        {
            var name = Path.GetFileName(directory);
            if (!_mirrors.ContainsKey(name) && name.Length == NameLength && name.All(char.IsAsciiHexDigitLower))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    public void Dispose()
    {
        foreach (var mirror in _mirrors.Values)
        {
            mirror.Dispose();
        }
    }

    private static string Name(GitAddress address, GitCredentials credentials)
    {
        string?[] parts = [address.Text, address.User, address.Password, credentials.Username, credentials.TokenFile, credentials.SshKeyFile];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..NameLength];
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\ufffd' : c));
}
