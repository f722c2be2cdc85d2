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

/// <summary>A real repository behind a real Git server on loopback, and the refresher that follows it.</summary>
internal sealed class RefreshStage : IAsyncDisposable
{
    public const string Compose = "services:\n  web:\n    image: busybox\n";

    private readonly SourceTable _table = new();
    private readonly SecretMask _mask = new();
    private readonly GitMirrors _mirrors;
    private readonly SourceRefresher _refresher;

    private RefreshStage(GitRepo repo, string? login, bool up, TimeSpan fetchPatience)
    {
        Repo = repo;
        Server = new GitHttpServer(repo.Path, login, up);
        Runner = new CountingRunner(new ProcessRunner(_mask, TimeProvider.System));
        _mirrors = new GitMirrors(Data.Path, Runner, _mask, new GitOptions { LookUpDeadline = TimeSpan.FromSeconds(20), FetchPatience = fetchPatience });
        _refresher = new SourceRefresher(_table, _mirrors, Sinks, Sinks, _mask, Failpoints.None, TimeProvider.System, NullLoggerFactory.Instance, new SoleOwnership());
    }

    public TempDir Data { get; } = new("plumb-refresh-");

    public GitRepo Repo { get; }

    public GitHttpServer Server { get; }

    public CountingRunner Runner { get; }

    public Sinks Sinks { get; } = new();

    /// <summary>The source named <c>a</c>: polled every 50 ms, and as often after failures at first.</summary>
    public SourceSpec Spec => new() { Repository = Server.Address + "/.git", Revision = "main", Poll = TimeSpan.FromMilliseconds(50) };

    public static async Task<RefreshStage> CreateAsync(string? login = null, bool up = true, TimeSpan? fetchPatience = null) =>
        new(await GitRepo.CreateAsync(("web/compose.yaml", Compose)), login, up, fetchPatience ?? TimeSpan.FromMinutes(1));

    public async Task StartAsync(SourceSpec? spec = null)
    {
        _table.Sources["a"] = spec ?? Spec;
        await _refresher.StartAsync(default);
    }

    public string Request() => _refresher.Request("a");

    /// <summary>The paths of the next snapshot's stacks.</summary>
    public async Task<IEnumerable<string>> PathsAsync() => (await Sinks.SnapshotAsync()).Snapshot.Stacks.Select(s => s.Path);

    public Task<RefreshStatus> FailedAsync(string code) =>
        Sinks.StatusAsync("a", s => s.Status == "failed" && s.Error?.StartsWith(code + ": ", StringComparison.Ordinal) == true);

    public Task<RefreshStatus> CompletedAsync(string? revision = null) =>
        Sinks.StatusAsync("a", s => s.Status == "completed" && s.Error is null && (revision is null || s.Revision == revision));

    public async ValueTask DisposeAsync()
    {
        await _refresher.StopAsync(default);
        _refresher.Dispose();
        _mirrors.Dispose();
        Runner.Dispose();
        Server.Dispose();
        Repo.Dispose();
        Data.Dispose();
    }
}
