namespace Plumb.Platform.Git;

/// <summary>One commit of a repository, to be read. Nobody else uses the repository's local copy until it is disposed.</summary>
public sealed class GitCheckout : IDisposable
{
    private readonly GitCommand _git;
    private readonly GitHome _home;
    private readonly GitOptions _options;
    private SemaphoreSlim? _turn;

    internal GitCheckout(GitCommit commit, GitCommand git, GitHome home, GitOptions options, SemaphoreSlim turn)
    {
        Commit = commit;
        _git = git;
        _home = home;
        _options = options;
        _turn = turn;
    }

    public GitCommit Commit { get; }

    /// <summary>Every tracked path, by path.</summary>
    public async Task<GitAnswer<IReadOnlyList<GitTreeEntry>>> TreeAsync(CancellationToken cancellation)
    {
        string[] arguments = [.. GitFetch.In(_home), "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", Commit.Id];
        var answer = await _git.RunAsync($"Listing the files of {Commit.Id}", _options.ReadDeadline, arguments, cancellation);
        return answer.Succeeded ? GitOutput.Tree(answer.Value.OutputBytes.Span, Commit.Id) : answer.Failure;
    }

    /// <summary>How many bytes each blob has.</summary>
    public async Task<GitAnswer<IReadOnlyDictionary<string, long>>> SizesAsync(IReadOnlyCollection<string> blobs, CancellationToken cancellation)
    {
        string[] arguments = [.. GitFetch.In(_home), "cat-file", "--batch-check"];
        var answer = await _git.RunAsync($"Reading sizes of files of {Commit.Id}", _options.ReadDeadline, arguments, cancellation, GitOutput.Input(blobs));
        return answer.Succeeded ? GitOutput.Sizes(answer.Value.OutputBytes.Span, Commit.Id) : answer.Failure;
    }

    /// <summary>The bytes of each blob. Ask for sizes first: all of them together are held in memory, at most 128 MiB.</summary>
    public async Task<GitAnswer<IReadOnlyDictionary<string, byte[]>>> BlobsAsync(IReadOnlyCollection<string> blobs, CancellationToken cancellation)
    {
        string[] arguments = [.. GitFetch.In(_home), "cat-file", "--batch"];
        var answer = await _git.RunAsync($"Reading files of {Commit.Id}", _options.ReadDeadline, arguments, cancellation, GitOutput.Input(blobs));
        return answer.Succeeded ? GitOutput.Blobs(answer.Value.OutputBytes.Span, Commit.Id) : answer.Failure;
    }

    /// <summary>Which paths some ignore files name; Git's own rules.</summary>
    /// <param name="ignoreFiles">By the directory that each lies in, <c>.</c> for the root.</param>
    /// <param name="paths">Of tracked files.</param>
    public Task<GitAnswer<IReadOnlySet<string>>> IgnoredAsync(
        IReadOnlyDictionary<string, byte[]> ignoreFiles, IEnumerable<string> paths, CancellationToken cancellation) =>
        new GitIgnoreCheck(_git, _home, _options).RunAsync(ignoreFiles, paths, cancellation);

    public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
}
