using System.Net;
using Plumb.Contracts.Sources;

namespace Plumb.Server.Tests.Sources;

/// <summary>A Git host in trouble: each kind has its code, the last good state stays, and what is mended is followed by itself.</summary>
public sealed class GitHostTests
{
    private const string Token = "t0k3n-c4n4ry";

    [Fact]
    public async Task A_host_that_is_down_at_the_start_is_the_network_and_is_read_when_it_comes()
    {
        await using var stage = await RefreshStage.CreateAsync(up: false);
        await stage.StartAsync();
        Assert.Null((await stage.FailedAsync("source.network")).Revision);
        Assert.False(stage.Sinks.HasSnapshot);
        stage.Server.Start();
        Assert.Equal(["web"], await stage.PathsAsync());
        await stage.CompletedAsync(await stage.Repo.HeadAsync());
    }

    [Fact]
    public async Task A_host_that_goes_later_is_the_network_and_the_last_good_state_stays()
    {
        await using var stage = await RefreshStage.CreateAsync();
        await stage.StartAsync();
        var good = (await stage.Sinks.SnapshotAsync()).Snapshot.Revision;
        await stage.CompletedAsync(good);
        stage.Server.Stop();
        var moved = await stage.Repo.CommitAsync("while it is away", ("db/compose.yaml", RefreshStage.Compose));
        Assert.Equal(good, (await stage.FailedAsync("source.network")).Revision);
        Assert.False(stage.Sinks.HasSnapshot);
        stage.Server.Start();
        Assert.Equal(["db", "web"], await stage.PathsAsync());
        await stage.CompletedAsync(moved);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_host_that_answers_with_an_error_of_its_own_is_the_network_and_never_credentials(HttpStatusCode status)
    {
        await using var stage = await RefreshStage.CreateAsync();
        stage.Server.Always = status;
        await stage.StartAsync();
        await stage.FailedAsync("source.network");
        stage.Server.Always = null;
        Assert.Equal(["web"], await stage.PathsAsync());
    }

    [Fact]
    public async Task A_slow_host_is_waited_for_and_what_is_asked_meanwhile_waits_behind_it()
    {
        await using var stage = await RefreshStage.CreateAsync();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        stage.Server.Before = () => (asked.TrySetResult(), answer.Task).Task;
        await stage.StartAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("queued", stage.Request());
        Assert.False(stage.Sinks.HasSnapshot);
        answer.SetResult();
        Assert.Equal(["web"], await stage.PathsAsync());
    }

    [Fact]
    public async Task A_host_that_hangs_in_the_middle_of_a_fetch_is_given_up_at_the_deadline_and_leaves_nothing_behind()
    {
        await using var stage = await RefreshStage.CreateAsync(fetchPatience: TimeSpan.FromSeconds(2));
        await stage.StartAsync();
        var good = (await stage.Sinks.SnapshotAsync()).Snapshot.Revision;
        await stage.CompletedAsync(good);
        var (half, never) = (new TaskCompletionSource(), new TaskCompletionSource<bool>());
        stage.Server.InThePack = () => (half.TrySetResult(), never.Task).Task;
        var moved = await stage.Repo.CommitAsync("large", [.. Enumerable.Range(0, 300).Select(n => ($"web/{n}", Noise())), ("db/compose.yaml", RefreshStage.Compose)]);
        await half.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(good, (await stage.FailedAsync("source.timeout")).Revision);
        Assert.False(stage.Sinks.HasSnapshot);
        await stage.FailedAsync("source.timeout");
        stage.Server.InThePack = null;
        Assert.Equal(["db", "web"], await stage.PathsAsync());
        await stage.CompletedAsync(moved);
        never.SetResult(false);

        // What was fetched before was kept, and what the killed ones left is gone.
        Assert.Single(stage.Runner.Commands, "init");
        Assert.Empty(Directory.GetFiles(stage.Data.Path, "tmp_*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(stage.Data.Path, "*.lock", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_fetch_that_takes_longer_than_anybody_waits_in_silence_succeeds_as_long_as_something_arrives()
    {
        await using var stage = await RefreshStage.CreateAsync(fetchPatience: TimeSpan.FromSeconds(2));
        await stage.Repo.CommitAsync("large", [.. Enumerable.Range(0, 300).Select(n => ($"web/{n}", Noise()))]);
        stage.Server.Pace = TimeSpan.FromMilliseconds(200);
        var (began, time) = (TimeProvider.System.GetTimestamp(), TimeProvider.System);
        await stage.StartAsync();
        Assert.Equal(["web"], await stage.PathsAsync());

        // The server saw to it, by what it waits before each part.
        Assert.True(time.GetElapsedTime(began) > TimeSpan.FromSeconds(2.5), $"{time.GetElapsedTime(began)}");
    }

    [Fact]
    public async Task A_host_that_breaks_off_in_the_middle_of_a_fetch_is_the_network_and_is_asked_again()
    {
        await using var stage = await RefreshStage.CreateAsync();
        stage.Server.InThePack = () => Task.FromResult(false);
        await stage.StartAsync();
        Assert.Null((await stage.FailedAsync("source.network")).Revision);
        stage.Server.InThePack = null;
        Assert.Equal(["web"], await stage.PathsAsync());
    }

    [Fact]
    public async Task Refused_credentials_have_a_code_of_their_own_and_mended_ones_are_taken_without_a_restart()
    {
        await using var stage = await RefreshStage.CreateAsync(login: "x-access-token:" + Token);
        var file = stage.Data.Write("secret", "wrong\n");
        await stage.StartAsync(stage.Spec with { Credentials = new CredentialsSpec { TokenFile = file } });
        Assert.DoesNotContain(Token, (await stage.FailedAsync("source.credentials")).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, Token);
        Assert.Equal(["web"], await stage.PathsAsync());
        var good = await stage.CompletedAsync();

        // Withdrawn later: the state stays.
        stage.Server.Login = "x-access-token:other";
        Assert.Equal(good.Revision, (await stage.FailedAsync("source.credentials")).Revision);
        await File.WriteAllTextAsync(file, "other");
        await stage.CompletedAsync(good.Revision);
        Assert.All(stage.Runner.Ran.SelectMany(r => r.Arguments.Concat(r.Environment.Values)), word => Assert.DoesNotContain(Token, word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_storm_of_requests_is_one_refresh_that_runs_and_one_that_waits()
    {
        await using var stage = await RefreshStage.CreateAsync();
        await stage.StartAsync(stage.Spec with { Poll = TimeSpan.FromDays(1) });
        await stage.CompletedAsync();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        stage.Server.Before = () => (asked.TrySetResult(), answer.Task).Task;
        stage.Runner.Ran.Clear();
        stage.Request();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(stage.Request)));
        Assert.All(answers, a => Assert.Equal("queued", a));
        await stage.Sinks.StatusAsync("a", s => s.Status == "queued");
        answer.SetResult();
        await stage.CompletedAsync();
        await stage.CompletedAsync();
        Assert.Equal(["ls-remote", "ls-remote"], stage.Runner.Commands);
    }

    // Does not compress: half of the pack is much. More than 100 objects of it are indexed as a pack, not unpacked (git-config, fetch.unpackLimit).
    private static string Noise() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4096));
}
