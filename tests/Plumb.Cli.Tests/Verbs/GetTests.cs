using System.Text.Json;
using Plumb.Cli.Tests.Kit;
using YamlDotNet.RepresentationModel;

namespace Plumb.Cli.Tests.Verbs;

public sealed class GetTests : ApiTest
{
    [Fact]
    public async Task A_table_has_a_row_for_each_and_no_line_is_cut()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack(), Samples.Stack("a-very-long-name/of-a-stack", "failed", "NotOurs", null, message: "x", id: "2")));
        var ran = await Cli.RunAsync("get", "stacks");
        Assert.Equal(0, ran.Exit);
        Assert.Equal("", ran.Error);
        Assert.Equal(
        [
            "NAME                          STATUS   HEALTH    CONTAINERS   REVISION       SYNCED   HELD",
            "web                           synced   healthy   2/2          0123456789ab   5m       -",
            "a-very-long-name/of-a-stack   failed   -         2/2          0123456789ab   5m       NotOurs",
        ], ran.OutLines);
    }

    [Fact]
    public async Task Wide_has_more_columns_and_headers_can_go()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack()));
        Assert.Contains("MESSAGE", (await Cli.RunAsync("get", "stacks", "-o", "wide")).OutLines[0], StringComparison.Ordinal);
        Assert.StartsWith("web ", Assert.Single((await Cli.RunAsync("get", "stacks", "--no-headers")).OutLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_apis_own_shape_with_every_field()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack())).On("GET /api/v1/stacks/web", Samples.Stack());
        using var list = JsonDocument.Parse((await Cli.RunAsync("get", "stacks", "-o", "json")).Out);
        using var expected = JsonDocument.Parse(Samples.Page(Samples.Stack()));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, list.RootElement));

        using var one = JsonDocument.Parse((await Cli.RunAsync("get", "stack", "web", "-ojson")).Out);
        Assert.Equal(42, one.RootElement.GetProperty("addedLater").GetInt32());
    }

    [Fact]
    public async Task Yaml_reads_back_as_the_same_values()
    {
        Api.On("GET /api/v1/stacks/web", Samples.Stack(message: "yes: \\\"it\\\" # costs 1e3\\nand more"));
        var stream = new YamlStream();
        stream.Load(new StringReader((await Cli.RunAsync("get", "stack", "web", "-o", "yaml")).Out));
        var root = (YamlMappingNode)stream.Documents.Single().RootNode;
        Assert.Equal("yes: \"it\" # costs 1e3\nand more", root["record"]["syncedCommitMessage"].ToString());
        Assert.Equal("7", root["sequence"].ToString());
        Assert.Equal(YamlDotNet.Core.ScalarStyle.Plain, ((YamlScalarNode)root["sequence"]).Style);
        Assert.Empty(((YamlSequenceNode)root["differences"]).Children);
    }

    [Fact]
    public async Task Names_are_a_line_each()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack(), Samples.Stack("db")));
        Assert.Equal(["stack/web", "stack/db"], (await Cli.RunAsync("get", "stacks", "-o", "name")).OutLines);
    }

    [Fact]
    public async Task Every_page_is_read()
    {
        Api.On("GET /api/v1/stacks?limit=500", $$"""{"items":[{{Samples.Stack("a")}}],"next":"a"}""").On("GET /api/v1/stacks?limit=500&after=a", Samples.Page(Samples.Stack("b")));
        Assert.Equal(["stack/a", "stack/b"], (await Cli.RunAsync("get", "stacks", "-o", "name")).OutLines);
    }

    [Fact]
    public async Task A_selector_and_a_limit_and_a_stack_are_asked_of_the_server()
    {
        Api.On("GET /api/v1/stacks?limit=500&label=env%3Dprod%2C%21spot", Samples.Page(Samples.Stack()));
        Assert.Single((await Cli.RunAsync("get", "stacks", "-l", "env=prod,!spot", "-o", "name")).OutLines);

        Api.On("GET /api/v1/decisions?limit=3&stack=web", Samples.Page(Samples.Decision()));
        Assert.Equal(["decision/d1"], (await Cli.RunAsync("get", "decisions", "--stack", "web", "--limit", "3", "-o", "name")).OutLines);
    }

    [Fact]
    public async Task Of_what_is_past_the_newest_hundred_are_shown()
    {
        Api.On("GET /api/v1/decisions?limit=100", $$"""{"items":[{{string.Join(',', Enumerable.Range(0, 100).Select(n => Samples.Decision($"d{n}")))}}],"next":"d99"}""");
        Assert.Equal(101, (await Cli.RunAsync("get", "decisions")).OutLines.Count);
    }

    [Theory]
    [InlineData("get", "stakcs", "unknown kind 'stakcs'; did you mean stacks?; there are stacks,")]
    [InlineData("get", "pods", "[kind.unknown]")]
    [InlineData("describe", "pods", "Required argument missing")]
    public async Task An_unknown_kind_is_misuse(string verb, string kind, string expected)
    {
        var ran = await Cli.RunAsync(verb, kind);
        Assert.Equal(2, ran.Exit);
        Assert.Equal("", ran.Out);
        Assert.Contains(verb == "describe" ? "[" : expected, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flags_that_a_kind_does_not_know_and_wrong_numbers_are_misuse_and_told_together()
    {
        var ran = await Cli.RunAsync("get", "alerts", "-l", "x", "--stack", "web", "--limit", "few");
        Assert.Equal(2, ran.Exit);
        Assert.Equal(3, ran.ErrorLines.Count(l => l.EndsWith("[flag.invalid]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_selector_that_is_none_is_misuse()
    {
        Api.Refuses("GET /api/v1/stacks", Plumb.Contracts.Problems.ProblemCodes.QueryInvalid, "label=a b: 'a b' is not a requirement.");
        var ran = await Cli.RunAsync("get", "stacks", "-l", "a b");
        Assert.Equal((2, ""), (ran.Exit, ran.Out));
        Assert.Contains("--selector: label=a b: 'a b' is not a requirement. [flag.invalid]", ran.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await Cli.RunAsync("get", "stacks")).Exit);
    }

    [Fact]
    public async Task Publishers_targets_and_subscriptions_are_kinds_too()
    {
        Api.On("GET /api/v1/publishers", Samples.Page("""{ "id": "p1", "name": "shop", "kind": "publisher", "scope": "publisher/shop", "stacks": 2, "subscribers": ["edge-1"] }"""))
            .On("GET /api/v1/subscriptions", Samples.Page("""{ "agent": "edge-1", "publisher": "shop" }"""))
            .On("GET /api/v1/targets", Samples.Page("""{ "agent": "edge-1", "stack": "db", "inEffect": true }""", """{ "agent": "edge-1", "stack": "shop/web", "inEffect": false, "why": "Not subscribed." }"""));
        Assert.Matches("^shop +publisher +2 +edge-1$", (await Cli.RunAsync("get", "publishers")).OutLines[1]);
        Assert.Equal(["target/edge-1/db", "target/edge-1/shop/web"], (await Cli.RunAsync("get", "targets", "-o", "name")).OutLines);
        Assert.Matches("^edge-1 +shop$", (await Cli.RunAsync("get", "subscription")).OutLines[1]);
        Assert.Matches("^edge-1 +shop/web +no +Not subscribed.$", (await Cli.RunAsync("get", "targets", "-o", "wide")).OutLines[2]);
        Assert.Equal(1, (await Cli.RunAsync("get", "target", "edge-1/none")).Exit);
        using var one = JsonDocument.Parse((await Cli.RunAsync("get", "target", "edge-1/shop/web", "-o", "json")).Out);
        Assert.Equal(("edge-1", "shop/web"), (one.RootElement.GetProperty("agent").GetString(), one.RootElement.GetProperty("stack").GetString()));
    }

    [Fact]
    public async Task An_unknown_format_is_misuse() =>
        Assert.Contains("--output: 'xml' must be one of table, wide, json, yaml, name", (await Cli.RunAsync("get", "stacks", "-o", "xml")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Nothing_at_all_is_said_and_is_good()
    {
        Api.On("GET /api/v1/stacks", Samples.Page());
        var ran = await Cli.RunAsync("get", "stacks");
        Assert.Equal((0, "", "There are no stacks.\n"), (ran.Exit, ran.Out, ran.Error));
        Assert.Contains("\"items\": []", (await Cli.RunAsync("get", "stacks", "-o", "json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_others_cannot_steer_the_terminal()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack(message: "red \\u001b[31m \\u202e reversed")));
        var ran = await Cli.RunAsync("get", "stacks", "-o", "wide");
        Assert.DoesNotContain('\e', ran.Out);
        Assert.DoesNotContain('\u202e', ran.Out);
    }

    [Fact]
    public async Task There_is_colour_on_a_terminal_and_none_with_NO_COLOR()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack()));
        Cli.IsTerminal = true;
        Assert.Contains("\e[32msynced", (await Cli.RunAsync("get", "stacks")).Out, StringComparison.Ordinal);
        Cli.Environment["NO_COLOR"] = "";
        Assert.DoesNotContain("\e[", (await Cli.RunAsync("get", "stacks")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_narrow_terminal_cuts_rows_and_wraps_none()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack(message: "日本語 and a very long story")));
        Cli.IsTerminal = true;
        Cli.Environment["NO_COLOR"] = "1";
        Cli.Width = 40;
        var ran = await Cli.RunAsync("get", "stacks", "-o", "wide");
        Assert.Equal(2, ran.OutLines.Count);
        Assert.All(ran.OutLines, line => Assert.InRange(line.Length, 1, 40));
    }

    [Fact]
    public async Task Watching_shows_each_change_and_ends_with_ctrl_c()
    {
        var status = "syncing";
        Api.On("GET /api/v1/stacks", context => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, Samples.Page(Samples.Stack(status: status))));
        using var stop = new CancellationTokenSource();
        var output = new StringWriter();
        var running = PlumbCommand.RunAsync(["get", "stacks", "--watch"], Cli.Surroundings(TextWriter.Synchronized(output), TextWriter.Null), stop.Token);
        await TestKit.Wait.UntilAsync(() => Seen().Contains("syncing", StringComparison.Ordinal), TimeSpan.FromSeconds(10), Seen);
        status = "synced";
        await TestKit.Wait.UntilAsync(() => Seen().Contains("synced", StringComparison.Ordinal), TimeSpan.FromSeconds(10), Seen);
        await stop.CancelAsync();
        Assert.Equal(130, await running);
        Assert.Equal(3, Seen().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        string Seen() => output.ToString();
    }
}
