using Plumb.Compose.Observe;

namespace Plumb.Compose.Tests.Observe;

public sealed class StatusTextTests
{
    [Theory]
    [InlineData("Up 3 seconds (healthy)", "healthy")]
    [InlineData("Up 3 seconds (unhealthy)", "unhealthy")]
    [InlineData("Up 3 seconds (health: starting)", "starting")]
    [InlineData("Up 3 seconds (Paused)", "none")]
    [InlineData("Up 3 seconds", "none")]
    [InlineData("Exited (0) 3 seconds ago", "none")]
    public void Health(string status, string health) => Assert.Equal(health, StatusText.Health(status));

    [Theory]
    [InlineData("Exited (137) 2 hours ago", 137)]
    [InlineData("Exited (0) Less than a second ago", 0)]
    [InlineData("Restarting (1) 3 seconds ago", 1)]
    [InlineData("Up 3 seconds (healthy)", null)]
    [InlineData("Created", null)]
    [InlineData("Dead", null)]
    [InlineData("Removal In Progress", null)]
    public void Exit_codes(string status, int? code) => Assert.Equal(code, StatusText.ExitCode(status));

    [Theory]
    [InlineData("Up Less than a second", 1)]
    [InlineData("Up 1 second", 2)]
    [InlineData("Up 59 seconds (healthy)", 60)]
    [InlineData("Up About a minute", 120)]
    [InlineData("Up 2 minutes (Paused)", 180)]
    [InlineData("Up About an hour", 7200)]
    [InlineData("Up 3 hours", 14400)]
    [InlineData("Up 2 days", 345600)]
    [InlineData("Exited (0) 3 seconds ago", null)]
    [InlineData("Up since long", null)]
    public void Uptime_is_never_taken_for_shorter_than_it_is(string status, int? seconds) =>
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, StatusText.LongestUptime(status));
}
