using System.Net;
using System.Net.Sockets;
using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.TestKit;

namespace Plumb.Platform.Tests.Git;

public sealed class GitOverHttpTests : IAsyncLifetime, IDisposable
{
    private const string Token = "t0k3n-c4n4ry/+ä";

    private readonly TempDir _data = new("plumb-http-");
    private readonly SecretMask _mask = new();
    private readonly CountingRunner _runner;
    private GitRepo _repo = null!;

    public GitOverHttpTests() => _runner = new CountingRunner(new ProcessRunner(_mask, TimeProvider.System));

    public async Task InitializeAsync() => _repo = await GitRepo.CreateAsync(("a", "1"));

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _runner.Dispose();
        _repo.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_token_file_gives_access_and_is_read_anew_each_time()
    {
        using var server = Server($"x-access-token:{Token}");
        var file = _data.Write("token", "old\n");
        var mirror = Mirror(server.Address + "/.git", new GitCredentials(file));
        var refused = await mirror.LookUpAsync("main", default);
        Assert.Equal("source.credentials", refused.Failure!.Code);
        await File.WriteAllTextAsync(file, Token + "\nsecond line\n");
        await ReadAsync(mirror);
    }

    [Theory]
    [InlineData("ann:{0}", "ann:{0}@")]
    [InlineData("x-access-token:{0}", "{0}@")]
    public async Task A_token_in_the_address_gives_access(string login, string inAddress)
    {
        using var server = Server(login.Replace("{0}", Token, StringComparison.Ordinal));
        var address = server.Address.Replace("//", "//" + inAddress.Replace("{0}", Uri.EscapeDataString(Token), StringComparison.Ordinal), StringComparison.Ordinal);
        await ReadAsync(Mirror(address + "/.git", null));
    }

    [Fact]
    public async Task A_user_of_the_address_or_the_credentials_goes_with_the_token_file()
    {
        using var server = Server($"ann:{Token}");
        var file = _data.Write("token", Token);
        await ReadAsync(Mirror(server.Address.Replace("//", "//ann@", StringComparison.Ordinal) + "/.git", new GitCredentials(file)));
        await ReadAsync(Mirror(server.Address + "/.git", new GitCredentials(file, "ann")));
    }

    [Fact]
    public async Task The_token_stands_in_no_argument_no_environment_and_no_message()
    {
        using var server = Server("other:other");
        var shown = new List<string>();
        server.Before = () =>
        {
            foreach (var process in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
            {
                foreach (var file in new[] { "cmdline", "environ" })
                {
                    try
                    {
                        shown.Add(File.ReadAllText(Path.Combine(process, file)));
                    }
                    catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
                    {
                        continue;
                    }
                }
            }

            return Task.CompletedTask;
        };
        var address = server.Address.Replace("//", $"//ann:{Uri.EscapeDataString(Token)}@", StringComparison.Ordinal);
        var answer = await Mirror(address + "/.git", null).LookUpAsync("main", default);
        Assert.Equal(GitFailureKind.CredentialsRefused, answer.Failure!.Kind);
        shown.Add(answer.Failure.ToString());
        shown.AddRange(_runner.Ran.SelectMany(r => r.Arguments.Concat(r.Environment.Values)));
        Assert.Contains(shown, s => s.Contains("git-remote-http", StringComparison.Ordinal));
        string[] forms = [Token, Uri.EscapeDataString(Token), Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("ann:" + Token))];
        Assert.All(forms, form => Assert.DoesNotContain(shown, s => s.Contains(form, StringComparison.Ordinal)));
        Assert.Equal("is ***", _mask.Mask("is " + Token));
        Assert.All(Directory.GetFiles(_data.Path, "*", SearchOption.AllDirectories).Where(f => File.ReadAllText(f).Contains(Token, StringComparison.Ordinal)),
            f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var other = Server("x-access-token:" + Token);
        using var server = Server();
        server.RedirectTo = other.Address;
        var answer = await Mirror(server.Address + "/.git", new GitCredentials(_data.Write("token", Token))).LookUpAsync("main", default);
        Assert.Equal(GitFailureKind.RepositoryMissing, answer.Failure!.Kind);
        Assert.NotEmpty(server.Seen);
        Assert.Empty(other.Seen);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, GitFailureKind.RepositoryMissing)]
    [InlineData(HttpStatusCode.Forbidden, GitFailureKind.CredentialsRefused)]
    [InlineData(HttpStatusCode.Unauthorized, GitFailureKind.CredentialsRefused)]
    [InlineData(HttpStatusCode.InternalServerError, GitFailureKind.NetworkUnreachable)]
    [InlineData(HttpStatusCode.ServiceUnavailable, GitFailureKind.NetworkUnreachable)]
    public async Task What_the_host_answers_is_told_apart(HttpStatusCode status, GitFailureKind kind)
    {
        using var server = Server();
        server.Always = status;
        Assert.Equal(kind, (await Mirror(server.Address + "/.git", null).LookUpAsync("main", default)).Failure!.Kind);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_the_network()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        foreach (var address in new[] { $"http://127.0.0.1:{port}/x", "https://no-such-host.invalid/x", $"ssh://git@127.0.0.1:{port}/x" })
        {
            var failure = (await Mirror(address, null).LookUpAsync("main", default)).Failure!;
            Assert.True(failure.Code == "source.network", failure.ToString());
        }
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up_at_the_deadline()
    {
        using var server = Server();
        var never = new TaskCompletionSource();
        server.Before = () => never.Task;
        var failure = (await Mirror(server.Address + "/.git", null, new GitOptions { LookUpDeadline = TimeSpan.FromSeconds(1) }).LookUpAsync("main", default)).Failure!;
        Assert.Equal(GitFailureKind.Timeout, failure.Kind);
        never.SetResult();
    }

    [Fact]
    public async Task A_token_file_that_is_not_there_is_named()
    {
        using var server = Server();
        var failure = (await Mirror(server.Address + "/.git", new GitCredentials("/no/such/token")).LookUpAsync("main", default)).Failure!;
        Assert.Equal("source.credentials", failure.Code);
        Assert.Contains("/no/such/token", failure.ToString(), StringComparison.Ordinal);
    }

    private GitHttpServer Server(string? login = null) => new(_repo.Path, login);

    private GitMirror Mirror(string address, GitCredentials? credentials, GitOptions? options = null) =>
        new GitMirrors(_data.At("git"), _runner, _mask, options ?? new GitOptions()).Of(address, credentials).Value!;

    private static async Task ReadAsync(GitMirror mirror)
    {
        var revision = await mirror.LookUpAsync("main", default);
        Assert.True(revision.Succeeded, revision.Failure?.ToString());
        var checkout = await mirror.CheckOutAsync(revision.Value, default);
        Assert.True(checkout.Succeeded, checkout.Failure?.ToString());
        using (checkout.Value)
        {
            Assert.Single((await checkout.Value.TreeAsync(default)).Value!);
        }
    }
}
