using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Verbs;

/// <summary>describe, explain, history.</summary>
public sealed class TellTests : ApiTest
{
    [Fact]
    public async Task Explain_prints_the_servers_explanation()
    {
        Api.On("GET /api/v1/stacks/web/explain", $$"""{ "stack": {{Samples.Stack()}}, "summary": "web is in sync.", "whatLifts": [], "decisions": [], "text": "web is in sync.\n\nNothing holds it.\n" }""");
        foreach (var words in new[] { new[] { "explain", "stack", "web" }, ["explain", "web"] })
            Assert.Equal("web is in sync.\n\nNothing holds it.\n", (await Cli.RunAsync(words)).Out);
    }

    [Theory]
    [InlineData("completed", null, "Source main is as its repository has it: main at 0123456789ab (Bigger), read 5m ago.")]
    [InlineData("failed", "the host does not answer", "Source main cannot be read: the host does not answer")]
    public async Task Explain_tells_of_a_source_what_was_read_or_why_it_cannot_be(string status, string? error, string expected)
    {
        Api.On("GET /api/v1/sources/main", Samples.Source(status, error));
        var ran = await Cli.RunAsync("explain", "source", "main");
        Assert.True(ran.Exit == 0, ran.ToString());
        Assert.Equal(expected, ran.OutLines[0]);
        Assert.Contains("What should be:        main of /srv/infra.git, directory stacks, asked for every 1m.", ran.OutLines);
        Assert.Equal(error is not null, ran.Out.Contains("what was read last is kept true", StringComparison.Ordinal));
        Assert.Contains("\"name\": \"main\"", (await Cli.RunAsync("explain", "source", "main", "-o", "json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_tells_of_an_agent_what_it_can_see()
    {
        Api.On("GET /api/v1/agents/local", Samples.Agent);
        var ran = await Cli.RunAsync("explain", "agent", "local");
        Assert.Equal("Agent local is ready: heard of 5m ago.", ran.OutLines[0]);
        Assert.Equal("compose:engine: its breaker is open by admin since 5m, so no step runs. 'plumb breaker reset compose:engine' closes it.", ran.OutLines[1]);
    }

    [Fact]
    public async Task Explain_of_any_other_kind_tells_what_it_is_and_of_none_is_misuse()
    {
        Api.On("GET /api/v1/decisions/d1", Samples.Decision());
        Assert.Contains("hint", (await Cli.RunAsync("explain", "decision", "d1")).Out, StringComparison.Ordinal);
        var none = await Cli.RunAsync("explain", "pod", "d1");
        Assert.Equal(2, none.Exit);
        Assert.Contains("[kind.unknown]", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_tells_all_of_a_stack()
    {
        Api.On("GET /api/v1/stacks/web", Samples.Stack())
            .On("GET /api/v1/stacks/0193-web/containers", """[{ "id": "c1", "name": "web-1", "service": "web", "state": "running", "health": "healthy", "image": "nginx", "ports": ["127.0.0.1:80->80/tcp"] }]""")
            .On("GET /api/v1/decisions?stack=0193-web&limit=10", Samples.Page(Samples.Decision()));
        var ran = await Cli.RunAsync("describe", "stack", "web");
        Assert.True(ran.Exit == 0, ran.ToString());
        foreach (var line in new[] { "Name:                  web", "  Status:              synced", "Looked at:             2026-01-01T00:00:00.000Z (5m ago)", "Added later:           42", "Differences:           none" })
            Assert.Contains(line, ran.OutLines);
        Assert.Contains(ran.OutLines, l => l.StartsWith("  web-1", StringComparison.Ordinal) || l.StartsWith("  c1", StringComparison.Ordinal));
        Assert.Contains(ran.OutLines, l => l.StartsWith("d1 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Describe_tells_of_a_decision()
    {
        Api.On("GET /api/v1/decisions/d1", Samples.Decision()).Refuses("GET /api/v1/decisions/d9", Plumb.Contracts.Problems.ProblemCodes.DecisionUnknown, "There is no decision 'd9'.");
        Assert.Contains("hint", (await Cli.RunAsync("describe", "decision", "d1")).Out, StringComparison.Ordinal);
        var none = await Cli.RunAsync("describe", "decision", "d9");
        Assert.Equal(1, none.Exit);
        Assert.Contains("no such decision [decision.unknown]", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_is_a_table_newest_first()
    {
        Api.On("GET /api/v1/stacks/web/history", Samples.Page("""{ "sequence": 7, "checksum": "cc", "revision": "0123456789abcdef", "commitMessage": "Bigger", "publishedBy": "source/main", "publishedAt": "2026-01-01T00:00:00.000Z", "current": true }"""));
        var ran = await Cli.RunAsync("history", "web");
        Assert.Matches("^7 +yes +0123456789ab +5m +source/main +Bigger$", ran.OutLines[1]);
    }
}
