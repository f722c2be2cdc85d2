using System.Text;
using Plumb.Cli.Configuration;
using Plumb.Contracts.Sources;
using Plumb.Platform.Paths;

namespace Plumb.Cli.Up;

/// <summary>Where the credentials of the configured source lie. A source names files, never secrets: a token that came otherwise is kept in one.</summary>
internal static class SourceCredentials
{
    /// <summary>Null when none are configured.</summary>
    public static CredentialsSpec? Of(PlumbConfiguration configuration, Surroundings surroundings)
    {
        var token = configuration.Get(Settings.GitToken);
        var ssh = configuration.Get(Settings.GitSshKeyFile);
        if (token is null && ssh is null)
        {
            return null;
        }

        return new(
            token is null ? null : Keep(configuration, token),
            configuration.Get(Settings.GitUsername),
            ssh is null ? null : Path.GetFullPath(ssh, surroundings.WorkingDirectory));
    }

    private static string Keep(PlumbConfiguration configuration, string token)
    {
        var directory = Path.Combine(configuration.DataDirectory, "credentials");
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = Path.Combine(directory, $"{configuration.Get(Settings.SourceName)!.Replace('/', '_')}.token");
        AtomicFile.Write(file, Encoding.UTF8.GetBytes(token), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
