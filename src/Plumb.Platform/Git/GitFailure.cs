namespace Plumb.Platform.Git;

public enum GitFailureKind
{
    NetworkUnreachable,
    CredentialsRefused,
    RepositoryMissing,
    RevisionUnknown,
    DirectoryMissing,
    Timeout,
    Corrupt,
    DiskFull,
    Other,
}

/// <summary>Why something about a repository did not work.</summary>
/// <param name="Tried">What was tried, such as <c>Looking up 'main' in 'https://git.example/infra.git'</c>; masked.</param>
/// <param name="Happened">What happened, in Git's words where it has some; masked, at most a few lines.</param>
public sealed record GitFailure(GitFailureKind Kind, string Tried, string Happened)
{
    /// <summary>Stable, for clients to decide by.</summary>
    public string Code => Kind switch
    {
        GitFailureKind.NetworkUnreachable => "source.network",
        GitFailureKind.CredentialsRefused => "source.credentials",
        GitFailureKind.RepositoryMissing => "source.repository",
        GitFailureKind.RevisionUnknown => "source.revision",
        GitFailureKind.DirectoryMissing => "source.directory",
        GitFailureKind.Timeout => "source.timeout",
        GitFailureKind.Corrupt => "source.corrupt",
        GitFailureKind.DiskFull => "source.disk",
        GitFailureKind.Other => "source.git",
        _ => throw new InvalidOperationException($"No code for {Kind}."),
    };

    /// <summary>What to do.</summary>
    public string Mend => Kind switch
    {
        GitFailureKind.NetworkUnreachable => "Check the address, the network and the host; it is tried again.",
        GitFailureKind.CredentialsRefused => "Check that the token or key is right, has not expired, and may read this repository.",
        GitFailureKind.RepositoryMissing => "Check the repository's address, and that the credentials may see it.",
        GitFailureKind.RevisionUnknown => "Check the revision: it must be a branch, a tag or a commit of this repository.",
        GitFailureKind.DirectoryMissing => "Check the directory: it must hold tracked files at this revision.",
        GitFailureKind.Timeout => "Check whether the host answers; it is tried again.",
        GitFailureKind.Corrupt => "The local copy is made anew; if this stays, check the repository with 'git fsck'.",
        GitFailureKind.DiskFull => "Free some space below the data directory; it is tried again.",
        GitFailureKind.Other => "See Git's own words above.",
        _ => throw new InvalidOperationException($"No mend for {Kind}."),
    };

    /// <summary>Code, what was tried, what happened, what to do.</summary>
    public override string ToString() => $"{Code}: {Tried} failed: {Happened.TrimEnd('.')}. {Mend}";
}
