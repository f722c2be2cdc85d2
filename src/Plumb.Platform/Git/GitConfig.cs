using System.Text;

namespace Plumb.Platform.Git;

/// <summary>The configuration file that every Git process of ours reads, and its children too: <c>GIT_CONFIG_GLOBAL</c>.</summary>
/// <remarks>A file, not <c>-c</c> options: those do not reach the <c>git upload-pack</c> that serves a local repository.</remarks>
internal static class GitConfig
{
    public static void AppendFixed(StringBuilder config, string protocol) => config.Append(
        $"""
        [core]
            hooksPath = /dev/null
            fsmonitor = false
            symlinks = false
            longPaths = true
        [protocol]
            allow = never
        [protocol "{protocol}"]
            allow = always
        [transfer]
            fsckObjects = true
        [fetch]
            recurseSubmodules = false
            writeCommitGraph = false
        [uploadpack]
            allowAnySHA1InWant = true
        [gc]
            auto = 0
            autoDetach = false
        [maintenance]
            auto = false
        [credential]
            helper =
        [http]
            followRedirects = false
            lowSpeedLimit = 1000
            lowSpeedTime = 60

        """);

    /// <summary>A local repository may belong to another user; only this one is trusted for that.</summary>
    /// <remarks>Source: git-config, safe.directory. For a repository with a working tree Git checks its <c>.git</c>.</remarks>
    public static void AppendSafeDirectories(StringBuilder config, string path)
    {
        var bare = path.TrimEnd('/');
        config.Append("[safe]\n");
        foreach (var directory in new[] { bare, bare + "/.git", bare + ".git", bare + ".git/.git" })
        {
            config.Append($"    directory = {Quoted(directory)}\n");
        }
    }

    /// <summary>The credentials of one scheme, host and port, which Git itself holds them to, also after a redirect.</summary>
    /// <remarks>The shell's own words read the file: the token is in no argument list and no environment.</remarks>
    public static void AppendCredentials(StringBuilder config, string host, string user, string tokenFile)
    {
        var helper = "!f() { [ \"$1\" = get ] || exit 0; IFS= read -r token < " + ShellQuoted(tokenFile)
            + "; printf 'username=%s\\npassword=%s\\n' " + ShellQuoted(user) + " \"$token\"; }; f";
        config.Append($"[credential {Quoted(host)}]\n    helper = {Quoted(helper)}\n");
    }

    public static string ShellQuoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string Quoted(string text) =>
        text.Any(char.IsControl)
            ? throw new ArgumentException("A value for Git's configuration holds a control character.", nameof(text))
            : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
