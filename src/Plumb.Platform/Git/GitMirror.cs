using System.Text;

namespace Plumb.Platform.Git;

/// <summary>The local copy of one repository: bare, shared by all who read it, fetched only as far as somebody needs.</summary>
/// <remarks>Nothing of the repository is ever run: no hook, filter, submodule, nor configuration of it.</remarks>
public sealed class GitMirror : IDisposable
{
    private readonly GitAddress _address;
    private readonly GitHome _home;
    private readonly GitCommand _git;
    private readonly GitOptions _options;
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal GitMirror(GitAddress address, GitHome home, GitCommand git, GitOptions options)
    {
        _address = address;
        _home = home;
        _git = git;
        _options = options;
    }

    /// <summary>What a revision means in the repository now. Asks the repository and fetches nothing; a full commit id is not asked for.</summary>
    /// <param name="revision"><c>HEAD</c>, a branch, a tag, <c>refs/heads/…</c>, <c>refs/tags/…</c>, or a commit, full or shortened to 4 digits or more.</param>
    public async Task<GitAnswer<GitRevision>> LookUpAsync(string revision, CancellationToken cancellation)
    {
        var tried = $"Looking up '{revision}' in '{_address}'";
        if (GitRevisionName.Wrong(revision) is { } wrong)
        {
            return new GitFailure(GitFailureKind.RevisionUnknown, tried, wrong);
        }

        if (GitRevisionName.IsCommit(revision))
        {
            return new GitRevision(revision.ToLowerInvariant(), GitRefType.Commit, null, revision.ToLowerInvariant());
        }

        string[] arguments = ["ls-remote", "--symref", "--end-of-options", _address.Text, .. GitLookUp.Patterns(revision)];
        var answer = await _git.RunAsync(tried, _options.LookUpDeadline, arguments, cancellation);
        if (!answer.Succeeded)
        {
            return answer.Failure;
        }

        if (GitLookUp.Find(revision, Encoding.UTF8.GetString(answer.Value.OutputBytes.Span)) is { } found)
        {
            return found;
        }

        return GitRevisionName.MayBeCommit(revision)
            ? new GitRevision(revision, GitRefType.Commit, null, await ShortenedAsync(revision, cancellation))
            : new GitFailure(GitFailureKind.RevisionUnknown, tried, revision == "HEAD" ? "the repository has no commit yet" : "there is no such branch, tag or commit");
    }

    /// <summary>Fetches what is missing of a revision, and gives it to read. A broken local copy is made anew.</summary>
    /// <returns>Dispose it soon: nobody else reads or fetches this repository until then.</returns>
    public async Task<GitAnswer<GitCheckout>> CheckOutAsync(GitRevision revision, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(revision);
        await _turn.WaitAsync(cancellation);
        GitCheckout? checkout = null;
        try
        {
            var fetch = new GitFetch(_git, _home, _address, _options);
            var commit = await fetch.RunAsync(revision, cancellation);
            if (commit is { Succeeded: false, Failure.Kind: GitFailureKind.Corrupt })
            {
                _home.DeleteRepository();
                commit = await fetch.RunAsync(revision, cancellation);
            }

            return commit.Succeeded
                ? checkout = new GitCheckout(commit.Value, _git, _home, _options, _turn)
                : commit.Failure;
        }
        finally
        {
            if (checkout is null)
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Forgets the local copy after something in it could not be read; the next fetch makes it anew.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            _home.DeleteRepository();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<string?> ShortenedAsync(string revision, CancellationToken cancellation)
    {
        if (!Directory.Exists(_home.Repository))
        {
            return null;
        }

        string[] arguments = [.. GitFetch.In(_home), "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"];
        var known = await _git.RunAsync($"Looking up '{revision}'", _options.ReadDeadline, arguments, cancellation, accepted: 1);
        return known.Succeeded && Encoding.ASCII.GetString(known.Value.OutputBytes.Span).Trim() is { Length: > 0 } id ? id : null;
    }
}
