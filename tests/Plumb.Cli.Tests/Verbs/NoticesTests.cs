using Plumb.Cli.Tests.Kit;
using Plumb.Contracts.Problems;

namespace Plumb.Cli.Tests.Verbs;

public sealed class NoticesTests : ApiTest
{
    private const string Lost = """
        {"id":"019a","channel":"mail:ops@example.org","state":"givenUp","body":{"type":"alert.firing","timestamp":"2026-01-01T00:00:00.000Z","data":{"installation":"Plumb","severity":"error","summary":"FIRING (error): web fails.",
        "events":[],"omitted":0}},"attempts":3,"nextAt":null,"lastAt":"2026-01-01T00:01:00.000Z","answer":"550 No such user"}
        """;

    [Fact]
    public async Task They_are_listed_with_how_far_they_are_and_what_was_answered()
    {
        Api.On("GET /api/v1/notices", Samples.Page(Lost, Lost.Replace("givenUp", "waiting", StringComparison.Ordinal).Replace("\"nextAt\":null", "\"nextAt\":\"2026-01-01T00:06:00.000Z\"", StringComparison.Ordinal)));
        var ran = await Cli.RunAsync("notices");
        Assert.Equal(0, ran.Exit);
        Assert.Matches(@"^given up +mail:ops@example\.org +5m +3 +- +FIRING \(error\): web fails\. +550 No such user +019a$", ran.OutLines[1]);
        Assert.Matches(@"^waiting +mail:ops@example\.org +5m +3 +in 60s +FIRING", ran.OutLines[2]);
        Assert.Equal(0, (await Cli.RunAsync("notices", "--state", "givenUp", "--channel", "mail", "--limit", "3")).Exit);
        Assert.Equal("/api/v1/notices?limit=3&state=givenUp&channel=mail", Api.Requests[^1].Target);
        Assert.Equal(0, (await Cli.RunAsync("notices", "-o", "json")).Exit);
    }

    [Fact]
    public async Task One_is_shown_whole()
    {
        Api.On("GET /api/v1/notices/019a", Lost);
        var ran = await Cli.RunAsync("notices", "show", "019a");
        Assert.Equal(0, ran.Exit);
        Assert.Contains("answer: 550 No such user", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_or_all_since_a_time_are_replayed()
    {
        Api.On("POST /api/v1/notices/019a/replay", """{"ids":["019a"]}""", 202).On("POST /api/v1/notices/replay", """{"ids":[]}""", 202);
        Assert.Contains("1 to be sent again", (await Cli.RunAsync("notices", "replay", "019a")).Error, StringComparison.Ordinal);
        Assert.Contains("none since then", (await Cli.RunAsync("notices", "replay", "--since", "2h", "--channel", "webhook")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("notices", "replay", "--since", "2026-01-01T00:00:00Z")).Exit);
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("replay", "019a", "--since", "2h")]
    [InlineData("replay", "019a", "--channel", "mail")]
    [InlineData("replay", "--since", "yesterday-ish")]
    [InlineData("--state", "lost")]
    [InlineData("--limit", "0")]
    [InlineData("test")]
    public async Task What_makes_no_sense_is_misuse(params string[] words) => Assert.Equal(2, (await Cli.RunAsync(["notices", .. words])).Exit);

    [Fact]
    public async Task A_test_tells_what_came_of_it_and_fails_where_it_was_not_taken()
    {
        Api.On("POST /api/v1/notices/test", """{"ids":["019a"]}""", 202).On("GET /api/v1/notices/019a", Lost);
        var failed = await Cli.RunAsync("notices", "test", "mail");
        Assert.Equal((1, "mail:ops@example.org: not sent: 550 No such user"), (failed.Exit, failed.Error.Trim()));
        Api.On("GET /api/v1/notices/019a", Lost.Replace("givenUp", "sent", StringComparison.Ordinal).Replace("550 No such user", "250 taken", StringComparison.Ordinal));
        var sent = await Cli.RunAsync("notices", "test", "mail");
        Assert.Equal((0, "mail:ops@example.org: sent: 250 taken"), (sent.Exit, sent.Error.Trim()));
    }

    [Fact]
    public async Task An_unknown_channel_says_which_there_are()
    {
        Api.Refuses("POST /api/v1/notices/test", ProblemCodes.ChannelUnknown, "There is no channel 'pager'. There are webhook.");
        var ran = await Cli.RunAsync("notices", "test", "pager");
        Assert.Equal(1, ran.Exit);
        Assert.Contains("[channel.unknown]", ran.Error, StringComparison.Ordinal);
        Assert.Contains("There are webhook.", ran.Error, StringComparison.Ordinal);
    }
}
