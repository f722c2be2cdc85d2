using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.TestKit;

namespace Plumb.Platform.Tests.Git;

/// <summary>A real OpenSSH server on loopback.</summary>
public sealed class GitOverSshTests : IAsyncLifetime, IDisposable
{
    private readonly TempDir _data = new("plumb-ssh-");
    private readonly SecretMask _mask = new();
    private readonly CountingRunner _runner;
    private GitRepo _repo = null!;
    private GitSshServer _server = null!;

    public GitOverSshTests() => _runner = new CountingRunner(new ProcessRunner(_mask, TimeProvider.System));

    public async Task InitializeAsync() => (_repo, _server) = (await GitRepo.CreateAsync(("a", "1")), await GitSshServer.StartAsync());

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _server.Dispose();
        _runner.Dispose();
        _repo.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_key_file_gives_access_and_every_kind_of_revision_is_read()
    {
        await _repo.TagAsync("v1");
        var mirror = Mirror(_server.Key);
        foreach (var revision in new[] { "main", "v1", "HEAD", await _repo.HeadAsync() })
        {
            var found = await mirror.LookUpAsync(revision, default);
            Assert.True(found.Succeeded, found.Failure?.ToString() + _server.Log);
            using var checkout = (await mirror.CheckOutAsync(found.Value, default)).Value!;
            Assert.Equal(await _repo.HeadAsync(), checkout.Commit.Id);
            Assert.Equal(["a"], (await checkout.TreeAsync(default)).Value!.Select(e => e.Path));
        }
    }

    [Fact]
    public async Task A_key_that_is_refused_and_one_that_is_not_there_are_credentials_and_are_mended_in_place()
    {
        var key = _data.At("key");
        var mirror = Mirror(key);
        Assert.Equal("source.credentials", (await mirror.LookUpAsync("main", default)).Failure?.Code);
        File.Copy(_server.OtherKey, key);
        Assert.Equal("source.credentials", (await mirror.LookUpAsync("main", default)).Failure?.Code);
        File.Copy(_server.Key, key, overwrite: true);
        Assert.Equal(await _repo.HeadAsync(), (await mirror.LookUpAsync("main", default)).Value?.Commit);
    }

    [Fact]
    public async Task A_host_whose_key_changed_is_refused_and_not_taken_for_the_network()
    {
        var mirror = Mirror(_server.Key);
        Assert.True((await mirror.LookUpAsync("main", default)).Succeeded);
        await _server.ChangeHostKeyAsync();
        var failure = (await mirror.LookUpAsync("main", default)).Failure!;
        Assert.Equal("source.credentials", failure.Code);
        Assert.Contains("Host key verification failed", failure.Happened, StringComparison.Ordinal);
        var named = Assert.Single(Directory.GetFiles(_data.Path, "known_hosts", SearchOption.AllDirectories));
        Assert.Contains(named + ":1", failure.Happened, StringComparison.Ordinal);
        File.Delete(named);
        Assert.True((await mirror.LookUpAsync("main", default)).Succeeded);
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_missing()
    {
        var mirror = Mirror(_server.Key, "/no/such/repository");
        Assert.Equal("source.repository", (await mirror.LookUpAsync("main", default)).Failure?.Code);
    }

    [Fact]
    public async Task The_key_of_the_user_who_runs_plumb_is_never_offered()
    {
        Assert.Equal("source.credentials", (await Mirror(null).LookUpAsync("main", default)).Failure?.Code);
        Assert.All(_runner.Ran, run => Assert.DoesNotContain("SSH_AUTH_SOCK", run.Environment.Keys));
        Assert.All(_runner.Ran, run => Assert.Contains("'-F' '/dev/null'", run.Environment["GIT_SSH_COMMAND"], StringComparison.Ordinal));
    }

    private GitMirror Mirror(string? key, string? path = null) =>
        new GitMirrors(_data.At("git"), _runner, _mask, new GitOptions()).Of(_server.Address(path ?? _repo.Path), new GitCredentials(SshKeyFile: key)).Value!;
}
