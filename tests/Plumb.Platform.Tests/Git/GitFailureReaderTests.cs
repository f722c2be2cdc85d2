using Plumb.Platform.Git;
using Plumb.Platform.Processes;

namespace Plumb.Platform.Tests.Git;

/// <summary>Git's own words, as hosts and versions say them.</summary>
public sealed class GitFailureReaderTests
{
    [Theory]
    [InlineData("fatal: unable to access 'https://h/x/': Could not resolve host: h", GitFailureKind.NetworkUnreachable)]
    [InlineData("fatal: unable to access 'https://h/x/': Failed to connect to h port 443 after 1 ms: Couldn't connect to server", GitFailureKind.NetworkUnreachable)]
    [InlineData("fatal: unable to access 'https://h/x/': SSL certificate problem: certificate has expired", GitFailureKind.NetworkUnreachable)]
    [InlineData("ssh: connect to host h port 22: Connection refused\nfatal: Could not read from remote repository.", GitFailureKind.NetworkUnreachable)]
    [InlineData("ssh: Could not resolve hostname h: Name or service not known\nfatal: Could not read from remote repository.", GitFailureKind.NetworkUnreachable)]
    [InlineData("error: RPC failed; curl 92 HTTP/2 stream 0 was not closed cleanly\nfatal: early EOF", GitFailureKind.NetworkUnreachable)]
    [InlineData("remote: Invalid username or password.\nfatal: Authentication failed for 'https://h/x/'", GitFailureKind.CredentialsRefused)]
    [InlineData("remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://h/x/'", GitFailureKind.CredentialsRefused)]
    [InlineData("fatal: could not read Username for 'https://h': terminal prompts disabled", GitFailureKind.CredentialsRefused)]
    [InlineData("git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.", GitFailureKind.CredentialsRefused)]
    [InlineData("Host key verification failed.\nfatal: Could not read from remote repository.", GitFailureKind.CredentialsRefused)]
    [InlineData("remote: Repository not found.\nfatal: repository 'https://h/x/' not found", GitFailureKind.RepositoryMissing)]
    [InlineData("ERROR: Repository not found.\nfatal: Could not read from remote repository.", GitFailureKind.RepositoryMissing)]
    [InlineData("fatal: '/x' does not appear to be a git repository", GitFailureKind.RepositoryMissing)]
    [InlineData("fatal: couldn't find remote ref refs/heads/x", GitFailureKind.RevisionUnknown)]
    [InlineData("fatal: remote error: upload-pack: not our ref aaaa", GitFailureKind.RevisionUnknown)]
    [InlineData("error: Server does not allow request for unadvertised object aaaa", GitFailureKind.RevisionUnknown)]
    [InlineData("error: object file x/aa is empty\nfatal: loose object aa (stored in x/aa) is corrupt", GitFailureKind.Corrupt)]
    [InlineData("fatal: Unable to create '/x/shallow.lock': File exists.", GitFailureKind.Corrupt)]
    [InlineData("error: packfile /x/pack-1.pack does not match index", GitFailureKind.Corrupt)]
    [InlineData("fatal: not a git repository: '/x/repository.git'", GitFailureKind.Corrupt)]
    [InlineData("fatal: write error: No space left on device\nfatal: early EOF", GitFailureKind.DiskFull)]
    [InlineData("fatal: something new", GitFailureKind.Other)]
    public void Words_mean_a_kind(string words, GitFailureKind kind)
    {
        var failure = GitFailureReader.Of("Fetching", new ProcessResult(128, "", words, DeadlinePassed: false, Cut: false), TimeSpan.FromSeconds(1));
        Assert.Equal(kind, failure.Kind);
        Assert.StartsWith("source.", failure.Code, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Mend);
    }

    [Fact]
    public void The_message_says_what_was_tried_what_happened_and_what_to_do() => Assert.Equal(
        "source.revision: Fetching 'x' failed: fatal: couldn't find remote ref x. Check the revision: it must be a branch, a tag or a commit of this repository.",
        GitFailureReader.Of("Fetching 'x'", new ProcessResult(128, "", "remote: Counting objects: 100% (9/9)\rremote: Counting objects: 100% (9/9), done.\nReceiving objects:  11% (1/9)\rfatal: couldn't find remote ref x\nhint: no\n", DeadlinePassed: false, Cut: false), TimeSpan.FromSeconds(1)).ToString());
}
