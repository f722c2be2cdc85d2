using Plumb.Platform.Git;

namespace Plumb.Platform.Tests.Git;

public sealed class GitAddressTests
{
    [Theory]
    [InlineData("/srv/repo", "file", "/srv/repo")]
    [InlineData("/srv/re po;id", "file", "/srv/re po;id")]
    [InlineData("file:///srv/repo%20x", "file", "/srv/repo x")]
    [InlineData("https://git.example/a/b.git", "https", "https://git.example/a/b.git")]
    [InlineData("https://git.example:8443/a%20b?x=y", "https", "https://git.example:8443/a%20b?x=y")]
    [InlineData("https://user:pw@git.example/a", "https", "https://git.example/a")]
    [InlineData("http://127.0.0.1:3000/a", "http", "http://127.0.0.1:3000/a")]
    [InlineData("http://localhost/a", "http", "http://localhost/a")]
    [InlineData("http://[::1]:8/a", "http", "http://[::1]:8/a")]
    [InlineData("ssh://git@git.example:22/a", "ssh", "ssh://git@git.example:22/a")]
    [InlineData("git@git.example:a/b.git", "ssh", "git@git.example:a/b.git")]
    [InlineData("git@git.example:/abs/b.git", "ssh", "git@git.example:/abs/b.git")]
    public void An_address_that_is_allowed_is_read(string text, string protocol, string given)
    {
        Assert.True(GitAddress.TryParse(text, out var address, out _));
        Assert.Equal((protocol, given), (address!.Protocol, address.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("repo")]
    [InlineData("./repo")]
    [InlineData("-oProxyCommand=id")]
    [InlineData("--upload-pack=id")]
    [InlineData("ext::sh -c id")]
    [InlineData("ext::sh%20-c%20id")]
    [InlineData("fd::17")]
    [InlineData("git://git.example/a")]
    [InlineData("ftp://git.example/a")]
    [InlineData("http://git.example/a")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("ssh://-oProxyCommand=id/x")]
    [InlineData("ssh://-x@git.example/x")]
    [InlineData("ssh://a:b@git.example/x")]
    [InlineData("https://git.example/a\nb")]
    [InlineData("https://git.example/a\r")]
    [InlineData("/srv/a\0b")]
    [InlineData("file://host/srv/repo")]
    [InlineData("file://-x/srv")]
    [InlineData("transport::https://x")]
    public void Any_other_address_is_refused_with_a_reason(string text)
    {
        Assert.False(GitAddress.TryParse(text, out var address, out var reason));
        Assert.Null(address);
        Assert.NotNull(reason);
    }
}
