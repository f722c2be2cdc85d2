namespace Plumb.Platform.Git;

public enum GitRefType
{
    Branch,
    Tag,
    Commit,
}

/// <summary>What a revision means in a repository now.</summary>
/// <param name="Ref">The branch's or tag's name, or the commit as it was asked for.</param>
/// <param name="FullRef">What is fetched: <c>refs/heads/main</c>; null for a commit.</param>
/// <param name="Commit">Its full id; null for a shortened commit that is not here yet.</param>
public sealed record GitRevision(string Ref, GitRefType RefType, string? FullRef, string? Commit);

/// <param name="Id">Full, lower-case hex.</param>
/// <param name="Message">Without trailing line ends; at most 64 KiB.</param>
public sealed record GitCommit(string Id, string Message);

/// <summary>One tracked path.</summary>
/// <param name="Mode"><c>100644</c> file, <c>100755</c> program, <c>120000</c> symbolic link, <c>160000</c> submodule.</param>
/// <param name="Id">Of the blob, or of the submodule's commit.</param>
/// <param name="Path">Relative to the repository's root. Bytes that are not UTF-8 are replaced by U+FFFD.</param>
public sealed record GitTreeEntry(string Mode, string Id, string Path);
