using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Verbs;

public sealed class BreakerTests : ApiTest
{
    [Fact]
    public async Task The_status_shows_every_world()
    {
        Api.On("GET /api/v1/agents", Samples.Page(Samples.Agent));
        var ran = await Cli.RunAsync("breaker", "status");
        Assert.Equal(0, ran.Exit);
        Assert.Matches("^compose:engine +local +open +5m +- +admin +yes$", ran.OutLines[1]);
        var json = (await Cli.RunAsync("breaker", "status", "-o", "json")).Out;
        Assert.All((string[])["\"world\": \"compose:engine\"", "\"breaker\": \"open\"", "\"agent\": \"local\""], part => Assert.Contains(part, json, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("reset")]
    public async Task The_world_may_be_left_out_where_there_is_one(string word)
    {
        Api.On("GET /api/v1/agents", Samples.Page(Samples.Agent)).On($"POST /api/v1/agents/local/breakers/compose%3Aengine/{word}", "{}", 202);
        Assert.Equal(0, (await Cli.RunAsync("breaker", word)).Exit);
        Assert.Equal(0, (await Cli.RunAsync("breaker", word, "compose:engine")).Exit);
    }

    [Fact]
    public async Task Where_several_agents_have_it_one_must_be_named()
    {
        Api.On("GET /api/v1/agents", Samples.Page(Samples.Agent, Samples.Agent.Replace("local", "edge", StringComparison.Ordinal))).On("POST /api/v1/agents/edge/breakers/compose%3Aengine/open", "{}", 202);
        var ran = await Cli.RunAsync("breaker", "open", "compose:engine");
        Assert.Equal(2, ran.Exit);
        Assert.Contains("--agent", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("breaker", "open", "compose:engine", "--agent", "edge")).Exit);
    }

    [Fact]
    public async Task An_unknown_world_fails_and_a_missing_word_is_misuse()
    {
        Api.On("GET /api/v1/agents", Samples.Page(Samples.Agent));
        Assert.Equal(1, (await Cli.RunAsync("breaker", "open", "tmux")).Exit);
        var ran = await Cli.RunAsync("breaker");
        Assert.Equal(2, ran.Exit);
        Assert.Contains("one of status, open, reset is missing", ran.Error, StringComparison.Ordinal);
    }
}
