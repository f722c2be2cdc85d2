using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>
/// Advisory row 16 (CVE-2026-22874, GHSA-h2x6-g7q6-344v, GHSA-c4v7-xg93-qf8g). A source's address is the administrator's, and private hosts are
/// what most people have; the one filter on addresses is that plain HTTP goes to this machine only. No other way of writing an address
/// gets past it, and no host sends Plumb on to another.
/// </summary>
public sealed class AddressFilterTests
{
    [Theory]
    [InlineData("http://0.0.0.0/x")]
    [InlineData("http://10.0.0.1/x")]
    [InlineData("http://100.64.0.1/x")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::ffff:169.254.169.254]/x")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/x")]
    [InlineData("http://[2002:a9fe:a9fe::1]/x")]
    [InlineData("http://[::]/x")]
    [InlineData("http://2852039166/x")]
    [InlineData("http://0xa9.0xfe.0xa9.0xfe/x")]
    [InlineData("http://0251.0376.0251.0376/x")]
    [InlineData("http://localhost.evil.example/x")]
    [InlineData("http://127.0.0.1.evil.example/x")]
    [InlineData("http://127.0.0.1@evil.example/x")]
    [InlineData("http://127.0.0.1:80@evil.example/x")]
    [InlineData("http://evil.example#@127.0.0.1/x")]
    [InlineData("http://evil.example\\@127.0.0.1/x")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("gopher://127.0.0.1/x")]
    public async Task Plain_http_to_anywhere_else_is_refused(string address)
    {
        using var checkout = await Checkout.CreateAsync();
        Assert.Equal("source.repository", checkout.Mirrors.Of(address, null).Failure?.Code);
        Assert.Empty(checkout.Runner.Ran);
    }

    [Fact]
    public async Task A_host_that_sends_on_to_another_is_not_followed()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        using var inside = new GitHttpServer(checkout.Git.Path);
        using var host = new GitHttpServer(checkout.Git.Path) { RedirectTo = inside.Address };
        var answer = await Checkout.Must(checkout.Mirrors.Of(host.Address + "/.git", null)).LookUpAsync("main", default);
        Assert.Equal("source.repository", answer.Failure?.Code);
        Assert.Contains("30", answer.Failure!.Happened, StringComparison.Ordinal);
        Assert.NotEmpty(host.Seen);
        Assert.Empty(inside.Seen);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/.git")]
    [InlineData("http://localhost:{0}/.git")]
    public async Task Plain_http_to_this_machine_is_good(string address)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        using var server = new GitHttpServer(checkout.Git.Path);
        var port = new Uri(server.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var parsed = checkout.Mirrors.Of(address.Replace("{0}", port, StringComparison.Ordinal), null);
        Assert.True(parsed.Succeeded, parsed.Failure?.ToString());
        if (!address.Contains("localhost", StringComparison.Ordinal))
            Assert.True((await parsed.Value.LookUpAsync("main", default)).Succeeded);
    }
}
