using Plumb.Contracts.Sources;
using Plumb.Platform.Git;
using Plumb.Server.Sources.Refreshing;

namespace Plumb.Server.Sources;

/// <summary>Whether a source that was named at the start, and has no cached state yet, can ever be read.</summary>
internal sealed class SourceStartCheck(GitMirrors mirrors, TimeProvider time)
{
    // A start does not wait longer for a slow host or a large repository; the first refresh goes on with what was begun.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>
    /// Why it cannot: credentials, repository, revision or directory are wrong. Null: it can, or nobody can tell now, because its host does
    /// not answer; that is no reason not to start.
    /// </returns>
    public async Task<GitFailure?> CheckAsync(SourceSpec spec, CancellationToken cancellation)
    {
        var check = FailureAsync(spec, cancellation);
        await Task.WhenAny(check, Task.Delay(Patience, time, cancellation));
        cancellation.ThrowIfCancellationRequested();
        return check.IsCompleted && await check is { } failure && EndsStart(failure.Kind) ? failure : null;
    }

    private async Task<GitFailure?> FailureAsync(SourceSpec spec, CancellationToken cancellation)
    {
        var mirror = mirrors.Of(spec);
        if (!mirror.Succeeded)
        {
            return mirror.Failure;
        }

        var revision = await mirror.Value.LookUpAsync(spec.Revision, cancellation);
        if (!revision.Succeeded)
        {
            return revision.Failure;
        }

        var fetched = await mirror.Value.CheckOutAsync(revision.Value, cancellation);
        if (!fetched.Succeeded)
        {
            return fetched.Failure;
        }

        using var checkout = fetched.Value;
        return (await new SnapshotReader().ReadAsync(checkout, revision.Value, spec, cancellation)).Failure;
    }

    private static bool EndsStart(GitFailureKind kind) => kind
        is GitFailureKind.CredentialsRefused or GitFailureKind.RepositoryMissing or GitFailureKind.RevisionUnknown or GitFailureKind.DirectoryMissing;
}
