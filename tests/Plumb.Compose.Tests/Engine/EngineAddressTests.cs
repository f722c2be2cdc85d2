using Plumb.Compose.Engine;

namespace Plumb.Compose.Tests.Engine;

public sealed class EngineAddressTests
{
    [Theory]
    [InlineData(null, "/var/run/docker.sock", null, 0)]
    [InlineData("", "/var/run/docker.sock", null, 0)]
    [InlineData("unix:///run/x.sock", "/run/x.sock", null, 0)]
    [InlineData("tcp://10.0.0.1:2376", null, "10.0.0.1", 2376)]
    [InlineData("tcp://engine", null, "engine", 2375)]
    public void Reads_what_DOCKER_HOST_may_say(string? text, string? socket, string? host, int port)
    {
        Assert.True(EngineAddress.TryParse(text, out var address, out _));
        Assert.Equal((socket, host, port), (address.Socket, address.Host, address.Port));
    }

    [Theory]
    [InlineData("ssh://root@host")]
    [InlineData("unix://relative.sock")]
    [InlineData("/run/docker.sock")]
    [InlineData("tcp://")]
    [InlineData("tcp://host/path")]
    public void Refuses_what_it_cannot_use_and_says_what_it_can(string text)
    {
        Assert.False(EngineAddress.TryParse(text, out _, out var error));
        Assert.Contains("unix:///", error, StringComparison.Ordinal);
    }
}
