using System.Text;
using Plumb.Platform.Paths;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Git;

/// <summary>The directory of one mirror: the bare repository, and the only configuration that Git reads. Mode 0700.</summary>
internal sealed class GitHome(string path, GitAddress address, GitCredentials credentials, SecretMask mask)
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = path;

    public string Repository { get; } = System.IO.Path.Combine(path, "repository.git");

    private string ConfigFile => System.IO.Path.Combine(Path, "config");

    private string TokenFile => System.IO.Path.Combine(Path, "token");

    /// <summary>Writes configuration and credentials as they are now, and has the secrets masked.</summary>
    /// <returns>The environment for Git.</returns>
    /// <exception cref="SecretFileException">The token file cannot be read.</exception>
    public IReadOnlyDictionary<string, string> Prepare()
    {
        Directory.CreateDirectory(Path, OnlyUs | UnixFileMode.UserExecute);
        var config = new StringBuilder();
        GitConfig.AppendFixed(config, address.Protocol);
        if (address.Protocol == "file")
        {
            GitConfig.AppendSafeDirectories(config, address.Text);
        }

        if (address.Host is { } host && Login() is var (user, file))
        {
            GitConfig.AppendCredentials(config, host, user, file);
        }

        WriteWhenNew(ConfigFile, config.ToString());
        return GitEnvironment.Of(Path, ConfigFile, address.Protocol, credentials.SshKeyFile);
    }

    /// <summary>Forgets the local copy, so that the next fetch makes it anew.</summary>
    public void DeleteRepository()
    {
        if (Directory.Exists(Repository))
        {
            Directory.Delete(Repository, recursive: true);
        }
    }

    /// <summary>Deletes what a Git process that was killed left: locks, which would stop the next one, and halves of packs, which would fill the disk.</summary>
    /// <remarks>Only while no Git process uses the local copy.</remarks>
    public void DeleteLeftovers()
    {
        if (!Directory.Exists(Repository))
        {
            return;
        }

        foreach (var pattern in new[] { "*.lock", "tmp_*" })
        {
            foreach (var left in Directory.GetFiles(Repository, pattern, SearchOption.AllDirectories))
            {
                File.Delete(left);
            }
        }
    }

    /// <summary>The user, and the file that holds the token; null without credentials.</summary>
    private (string User, string File)? Login()
    {
        var user = credentials.Username ?? address.User;
        if (credentials.TokenFile is { } file)
        {
            SecretFile.Read(file, mask);
            return (user ?? AnyUser, file);
        }

        // A token that stands in the address: as the password, or alone as the user.
        if ((address.Password ?? address.User) is not { Length: > 0 } token)
        {
            return null;
        }

        mask.Add(token);
        WriteWhenNew(TokenFile, token + "\n");
        return (address.Password is null ? AnyUser : user ?? AnyUser, TokenFile);
    }

    // GitHub's own example; GitLab, Gitea and Forgejo take any name with a token.
    private const string AnyUser = "x-access-token";

    private static void WriteWhenNew(string file, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
        {
            AtomicFile.Write(file, bytes, OnlyUs);
        }
    }
}
