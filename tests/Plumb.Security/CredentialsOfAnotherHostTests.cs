using Plumb.Platform.Git;
using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 17 (GHSA-hx4v-cxpf-vh8m, CVE-2021-32690): credentials go to the scheme, host and port that they were given for, and to no other.</summary>
public sealed class CredentialsOfAnotherHostTests
{
    private const string Token = "t0ken-for-one-host";

    [Fact]
    public async Task A_host_that_sends_on_to_another_does_not_pass_them_on()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        using var thief = new GitHttpServer(checkout.Git.Path, "x-access-token:" + Token);
        using var host = new GitHttpServer(checkout.Git.Path, "x-access-token:" + Token) { RedirectTo = thief.Address };
        var answer = await Mirror(checkout, host.Address).LookUpAsync("main", default);
        Assert.False(answer.Succeeded);
        Assert.DoesNotContain(thief.Seen, seen => seen.Authorization is not null);
    }

    /// <summary>The same host on another port is another host.</summary>
    [Fact]
    public async Task Another_source_on_another_port_gets_none()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        using var host = new GitHttpServer(checkout.Git.Path, "x-access-token:" + Token);
        using var other = new GitHttpServer(checkout.Git.Path, "x-access-token:" + Token);
        Assert.True((await Mirror(checkout, host.Address).LookUpAsync("main", default)).Succeeded);
        var answer = await Checkout.Must(checkout.Mirrors.Of(other.Address + "/.git", null)).LookUpAsync("main", default);
        Assert.Equal("source.credentials", answer.Failure?.Code);
        Assert.All(other.Seen, seen => Assert.Null(seen.Authorization));
    }

    [Fact]
    public async Task Nothing_in_a_repository_chooses_where_they_go()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        using var thief = new GitHttpServer(checkout.Git.Path, "x-access-token:" + Token);
        checkout.Git.Write(".gitmodules", $"[submodule \"s\"]\n\tpath = s\n\turl = {thief.Address}/.git\n");
        checkout.Git.Write(".lfsconfig", $"[lfs]\n\turl = {thief.Address}/lfs\n");
        checkout.Git.Write("b/compose.yaml", $"include: ['{thief.Address}/.git']\n");
        await checkout.Git.CommitAsync("thief");
        using var host = new GitHttpServer(checkout.Git.Path, "x-access-token:" + Token);
        var mirror = Mirror(checkout, host.Address);
        var revision = Checkout.Must(await mirror.LookUpAsync("main", default));
        using var commit = Checkout.Must(await mirror.CheckOutAsync(revision, default));
        var read = await new Server.Sources.SnapshotReader().ReadAsync(commit, revision, new() { Repository = host.Address }, default);
        Assert.Equal([null, "path.remote"], read.Value!.Stacks.Select(s => s.Refusal?.Rule));
        Assert.Empty(thief.Seen);
    }

    [Fact]
    public async Task The_host_that_they_are_for_gets_them()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        using var host = new GitHttpServer(checkout.Git.Path, "x-access-token:" + Token);
        var mirror = Mirror(checkout, host.Address);
        using var commit = Checkout.Must(await mirror.CheckOutAsync(Checkout.Must(await mirror.LookUpAsync("main", default)), default));
        Assert.Contains(host.Seen, seen => seen.Authorization is not null);
    }

    private static GitMirror Mirror(Checkout checkout, string host) => Checkout.Must(checkout.Mirrors.Of(host + "/.git", new GitCredentials(checkout.Data.Write("token", Token + "\n"))));
}
