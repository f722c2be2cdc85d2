namespace Plumb.Platform.Git;

/// <summary>The whole environment of every Git process.</summary>
internal static class GitEnvironment
{
    public static Dictionary<string, string> Of(string home, string configFile, string protocol, string? sshKeyFile) => new(StringComparer.Ordinal)
    {
        ["HOME"] = home,
        ["LC_ALL"] = "C",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = configFile,
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_ALLOW_PROTOCOL"] = protocol,
        ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(home)!,
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["GIT_PROTOCOL_FROM_USER"] = "0",
        ["GIT_SSH_VARIANT"] = "ssh",
        ["GIT_SSH_COMMAND"] = Ssh(home, sshKeyFile),
    };

    /// <remarks>A host that is new is trusted on first use and then held to its key; see ssh_config(5).</remarks>
    private static string Ssh(string home, string? keyFile)
    {
        var knownHosts = Path.Combine(home, "known_hosts").Replace("%", "%%", StringComparison.Ordinal);
        string[] fixedWords =
        [
            "ssh", "-F", "/dev/null", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new", "-o", $"UserKnownHostsFile=\"{knownHosts}\"",
            "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15", "-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "ForwardAgent=no",
        ];
        string[] key = keyFile is null ? [] : ["-o", "IdentitiesOnly=yes", "-i", keyFile];
        return string.Join(' ', fixedWords.Concat(key).Select(GitConfig.ShellQuoted));
    }
}
