using FsCheck;
using FsCheck.Fluent;
using Plumb.Contracts.Json;

namespace Plumb.Contracts.Tests.Json;

public sealed class DurationTests
{
    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("1s500ms", 1_500)]
    [InlineData("7d", 604_800_000)]
    [InlineData("0s", 0)]
    [InlineData("90m", 5_400_000)]
    public void A_duration_is_read(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var value));
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-30s")]
    [InlineData("+30s")]
    [InlineData("30 s")]
    [InlineData("1.5h")]
    [InlineData("30S")]
    [InlineData("30m1h")]
    [InlineData("1s1s")]
    [InlineData("1y")]
    [InlineData("99999999999s")]
    [InlineData("00:00:30")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void Every_duration_is_read_as_it_was_written() => Prop.ForAll<int>(number =>
    {
        var value = TimeSpan.FromMilliseconds(Math.Abs((long)number));
        return Duration.TryParse(Duration.Format(value), out var again) && again == value;
    }).QuickCheckThrowOnFailure();
}
