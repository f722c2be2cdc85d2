using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Contracts.Sources;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.Server.Replicas;
using Plumb.Server.Sources.Refreshing;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Sources;

public sealed class SourceRefresherTests : IAsyncLifetime, IDisposable
{
    private const string Compose = "services:\n  web:\n    image: busybox\n";
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly TempDir _data = new("plumb-refresh-");
    private readonly Sinks _sinks = new();
    private readonly SourceTable _table = new();
    private readonly CountingRunner _runner = new(new ProcessRunner(new SecretMask(), TimeProvider.System));
    private readonly GatedRunner _gate;
    private readonly GitMirrors _mirrors;
    private readonly SourceRefresher _refresher;
    private GitRepo _repo = null!;

    public SourceRefresherTests()
    {
        _gate = new GatedRunner(_runner);
        _mirrors = new GitMirrors(_data.Path, _gate, new SecretMask(), new GitOptions { LookUpDeadline = TimeSpan.FromSeconds(20) });
        _refresher = new SourceRefresher(_table, _mirrors, _sinks, _sinks, new SecretMask(), Failpoints.None, TimeProvider.System, NullLoggerFactory.Instance, new SoleOwnership());
    }

    public async Task InitializeAsync() => _repo = await GitRepo.CreateAsync(("web/compose.yaml", Compose));

    public async Task DisposeAsync() => await _refresher.StopAsync(default);

    public void Dispose()
    {
        _refresher.Dispose();
        _mirrors.Dispose();
        _runner.Dispose();
        _repo.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_source_is_published_at_the_start_and_when_its_branch_moves()
    {
        Add("a", Spec(poll: TimeSpan.FromMilliseconds(50)));
        await _refresher.StartAsync(default);
        var first = await _sinks.SnapshotAsync();
        Assert.Equal(("a", await _repo.HeadAsync(), "main", "branch"), (first.Source, first.Snapshot.Revision, first.Snapshot.Ref, first.Snapshot.RefType));
        var moved = await _repo.CommitAsync("Second: \"q\" \\ $X 🙂\n\nbody", ("db/compose.yaml", Compose));
        var second = await _sinks.SnapshotAsync();
        Assert.Equal((moved, "Second: \"q\" \\ $X 🙂\n\nbody"), (second.Snapshot.Revision, second.Snapshot.CommitMessage));
        Assert.Equal(["db", "web"], second.Snapshot.Stacks.Select(s => s.Path));
        var status = await _sinks.StatusAsync("a", s => s.Status == "completed" && s.Revision == moved);
        Assert.Equal((second.Snapshot.CommitMessage, "main", "branch", null), (status.CommitMessage, status.Ref, status.RefType, status.Error));
        Assert.NotNull(status.RefreshedAt);
    }

    [Fact]
    public async Task An_unchanged_commit_costs_one_look_up_and_publishes_nothing()
    {
        Add("a", Spec());
        await _refresher.StartAsync(default);
        await _sinks.SnapshotAsync();
        await CompletedAsync("a");
        _runner.Ran.Clear();
        await _sinks.ClearAsync();
        _refresher.Request("a");
        await _sinks.StatusAsync("a", s => s.Status == "refreshing");
        await CompletedAsync("a");
        Assert.Equal(["ls-remote"], _runner.Commands);
        Assert.False(_sinks.HasSnapshot);
    }

    [Fact]
    public async Task A_branch_that_was_rewritten_is_followed()
    {
        var first = await _repo.HeadAsync();
        await _repo.CommitAsync("second", ("db/compose.yaml", Compose));
        Add("a", Spec());
        await _refresher.StartAsync(default);
        Assert.Equal(2, (await _sinks.SnapshotAsync()).Snapshot.Stacks.Count);
        await CompletedAsync("a");
        await _repo.RewriteAsync(first);
        await _repo.CommitAsync("other", ("cache/compose.yaml", Compose));
        _refresher.Request("a");
        Assert.Equal(["cache", "web"], (await _sinks.SnapshotAsync()).Snapshot.Stacks.Select(s => s.Path));
    }

    [Theory]
    [InlineData("v1", "tag")]
    [InlineData("HEAD~0", null)]
    public async Task The_kind_of_revision_is_told(string revision, string? type)
    {
        await _repo.TagAsync("v1");
        Add("a", Spec() with { Revision = revision });
        await _refresher.StartAsync(default);
        var status = await _sinks.StatusAsync("a", s => s.Status is "completed" or "failed");
        Assert.Equal((type, type is null ? "failed" : "completed"), (status.RefType, status.Status));
    }

    [Fact]
    public async Task A_failure_keeps_the_last_good_state_says_so_and_is_tried_again()
    {
        Add("a", Spec(poll: TimeSpan.FromMilliseconds(20)));
        await _refresher.StartAsync(default);
        var good = (await _sinks.SnapshotAsync()).Snapshot;
        Directory.Move(_repo.Path, _repo.Path + "-away");
        var failed = await _sinks.StatusAsync("a", s => s.Status == "failed");
        Assert.StartsWith("source.repository: ", failed.Error, StringComparison.Ordinal);
        Assert.Equal(good.Revision, failed.Revision);
        Assert.False(_sinks.HasSnapshot);
        Directory.Move(_repo.Path + "-away", _repo.Path);
        var mended = await _sinks.StatusAsync("a", s => s.Status == "completed");
        Assert.Null(mended.Error);
    }

    [Fact]
    public async Task A_directory_that_goes_is_a_failure_and_never_an_empty_snapshot()
    {
        Add("a", Spec() with { Directory = "web" });
        await _refresher.StartAsync(default);
        Assert.Single((await _sinks.SnapshotAsync()).Snapshot.Stacks);
        await CompletedAsync("a");
        _repo.Delete("web");
        await _repo.CommitAsync("gone", ("other", "x"));
        _refresher.Request("a");
        Assert.StartsWith("source.directory: ", (await _sinks.StatusAsync("a", s => s.Status == "failed")).Error, StringComparison.Ordinal);
        Assert.False(_sinks.HasSnapshot);
    }

    [Fact]
    public async Task A_request_is_served_at_once_when_nothing_runs()
    {
        Add("a", Spec());
        await _refresher.StartAsync(default);
        await Wait.UntilAsync(() => _refresher.Request("a") == "refreshing", TimeSpan.FromSeconds(20), "refreshing");
    }

    [Fact]
    public async Task One_refresh_runs_and_one_waits_however_many_are_asked_for()
    {
        Add("a", Spec());
        await _refresher.StartAsync(default);
        await CompletedAsync("a");
        _gate.Close();
        _runner.Ran.Clear();
        _refresher.Request("a");
        await _gate.HeldAsync();
        Assert.Equal(["queued", "queued", "queued"], Enumerable.Range(0, 3).Select(_ => _refresher.Request("a")));
        await _sinks.StatusAsync("a", s => s.Status == "queued");
        _gate.Open();
        await Wait.UntilAsync(() => _runner.Commands.Count() == 2, TimeSpan.FromSeconds(20), "two look-ups");
        _refresher.Request("a");
        await Wait.UntilAsync(() => _runner.Commands.Count() == 3, TimeSpan.FromSeconds(20), "a third look-up");
    }

    [Fact]
    public async Task A_source_that_hangs_does_not_stop_another()
    {
        using var other = await GitRepo.CreateAsync(("x/compose.yaml", Compose));
        _gate.Close(_repo.Path);
        Add("a", Spec());
        Add("b", Spec() with { Repository = other.Path });
        await _refresher.StartAsync(default);
        Assert.Equal("b", (await _sinks.SnapshotAsync()).Source);
        _gate.Open();
        Assert.Equal("a", (await _sinks.SnapshotAsync()).Source);
    }

    [Fact]
    public async Task Sources_that_come_change_and_go_are_followed()
    {
        await _refresher.StartAsync(default);
        Add("a", Spec());
        _refresher.SourcesChanged();
        Assert.Equal("web", (await _sinks.SnapshotAsync()).Snapshot.Stacks.Single().Path);
        Add("a", Spec() with { Directory = "web" });
        _refresher.SourcesChanged();
        Assert.Equal(".", (await _sinks.SnapshotAsync()).Snapshot.Stacks.Single().Path);
        _table.Sources.TryRemove("a", out _);
        _refresher.SourcesChanged();
        Assert.Equal("queued", _refresher.Request("a"));
    }

    [Fact]
    public async Task A_store_that_fails_is_a_failure_of_the_refresh_and_tried_again()
    {
        _sinks.Broken = true;
        Add("a", Spec(poll: TimeSpan.FromMilliseconds(20)));
        await _refresher.StartAsync(default);
        var failed = await _sinks.StatusAsync("a", s => s.Status == "failed");
        Assert.Contains("the store is broken", failed.Error, StringComparison.Ordinal);
        _sinks.Broken = false;
        await _sinks.SnapshotAsync();
    }

    private static SourceSpec With(string repository, TimeSpan poll) => new() { Repository = repository, Poll = poll, Revision = "main" };

    private SourceSpec Spec(TimeSpan? poll = null) => With(_repo.Path, poll ?? Never);

    private void Add(string name, SourceSpec spec) => _table.Sources[name] = spec;

    private Task CompletedAsync(string source) => _sinks.StatusAsync(source, s => s.Status == "completed");
}
