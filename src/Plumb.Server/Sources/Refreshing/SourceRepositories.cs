using Plumb.Contracts.Sources;
using Plumb.Platform.Git;

namespace Plumb.Server.Sources.Refreshing;

/// <summary>The repository of a source.</summary>
internal static class SourceRepositories
{
    public static GitAnswer<GitMirror> Of(this GitMirrors mirrors, SourceSpec spec) =>
        mirrors.Of(spec.Repository, spec.Credentials is { } c ? new GitCredentials(c.TokenFile, c.Username, c.SshKeyFile) : null);
}
