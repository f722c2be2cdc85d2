using Plumb.Contracts.Sources;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.Server.Sources;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Sources;

/// <summary>A real repository, and what a source reads from it.</summary>
internal sealed class Repository : IDisposable
{
    private readonly TempDir _data = new("plumb-sources-");
    private readonly SnapshotReader _reader = new();

    private Repository(GitRepo repo)
    {
        Git = repo;
        Runner = new CountingRunner(new ProcessRunner(new SecretMask(), TimeProvider.System));
        Mirrors = new GitMirrors(_data.Path, Runner, new SecretMask(), new GitOptions());
    }

    public GitRepo Git { get; }

    public CountingRunner Runner { get; }

    public GitMirrors Mirrors { get; }

    public static async Task<Repository> CreateAsync(params (string Path, string Content)[] files) => new(await GitRepo.CreateAsync(files));

    /// <summary>All stacks of the newest commit, committing the working tree first.</summary>
    public async Task<SourceSnapshot> ReadAsync(SourceSpec? spec = null)
    {
        var answer = await TryReadAsync(spec);
        Assert.True(answer.Succeeded, answer.Failure?.ToString());
        return answer.Value;
    }

    public async Task<GitAnswer<SourceSnapshot>> TryReadAsync(SourceSpec? spec = null)
    {
        await Git.CommitAsync("change");
        return await TryReadHeadAsync(spec);
    }

    /// <summary>As it is committed.</summary>
    public async Task<GitAnswer<SourceSnapshot>> TryReadHeadAsync(SourceSpec? spec = null)
    {
        spec = (spec ?? new SourceSpec { Repository = "" }) with { Repository = Git.Path };
        var mirror = Mirrors.Of(spec.Repository, null).Value!;
        var revision = (await mirror.LookUpAsync(spec.Revision, default)).Value!;
        using var checkout = (await mirror.CheckOutAsync(revision, default)).Value!;
        return await _reader.ReadAsync(checkout, revision, spec, default);
    }

    /// <summary>The only stack of the newest commit.</summary>
    public async Task<DiscoveredStack> StackAsync(SourceSpec? spec = null) => Assert.Single((await ReadAsync(spec)).Stacks);

    public void Dispose()
    {
        Mirrors.Dispose();
        Runner.Dispose();
        Git.Dispose();
        _data.Dispose();
    }
}
