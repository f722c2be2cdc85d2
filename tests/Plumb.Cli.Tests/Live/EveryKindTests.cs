using System.Text.Json;
using Plumb.Cli.Kinds;
using Plumb.TestKit;

namespace Plumb.Cli.Tests.Live;

/// <summary>The verbs that read, for every kind that there is, against a real control plane.</summary>
public sealed class EveryKindTests
{
    private const string Deletable = "one of stack, publisher, source, agent, target, subscription, key";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Each_is_listed_in_every_format_shown_described_and_explained(string store)
    {
        await using var stage = await Fleet.StartAsync(store);
        foreach (var kind in AllKinds.List)
        {
            var names = await stage.Cli.RunAsync("get", kind.Plural, "-o", "name");
            Assert.True(names.Exit == 0 && names.OutLines.Count > 0, $"{kind.Plural}: {names}");
            Assert.All(names.OutLines, line => Assert.StartsWith($"{kind.Singular}/", line, StringComparison.Ordinal));
            var one = names.OutLines[0][(kind.Singular.Length + 1)..];

            var table = await stage.Cli.RunAsync("get", kind.Plural);
            Assert.True((table.Exit, table.Error) == (0, "") && table.OutLines.Count == names.OutLines.Count + 1, $"{kind.Plural}: {table}");
            Assert.True((await stage.Cli.RunAsync("get", kind.Plural, "-o", "wide")).OutLines[0].Length >= table.OutLines[0].Length);
            using var json = JsonDocument.Parse((await stage.Cli.RunAsync("get", kind.Plural, "-o", "json")).Out);
            Assert.Equal(names.OutLines.Count, json.RootElement.GetProperty("items").GetArrayLength());
            Assert.StartsWith("items:", (await stage.Cli.RunAsync("get", kind.Singular, "-o", "yaml")).Out, StringComparison.Ordinal);
            foreach (var words in (string[][])[["get", kind.Singular, one, "-o", "json"], ["get", kind.Singular, one], ["describe", kind.Singular, one], ["explain", kind.Singular, one]])
            {
                var ran = await stage.Cli.RunAsync(words);
                Assert.True(ran.Exit == 0 && ran.OutLines.Count > 0 && ran.Error.Length == 0, $"{string.Join(' ', words)}: {ran}");
            }

            var none = await stage.Cli.RunAsync("get", kind.Singular, "no-such-thing");
            Assert.True((none.Exit, none.Out) == (1, ""), $"{kind.Singular}: {none}");
        }
    }

    [Theory]
    [InlineData("agent", "edge-1", "is ready")]
    [InlineData("agent", "edge-2", "was never heard of")]
    [InlineData("target", "edge-1/shop/web", "is responsible for stack shop/web")]
    [InlineData("target", "edge-2/shop/web", "did not subscribe to publisher shop")]
    [InlineData("publisher", "shop", "These agents serve it: edge-1.")]
    [InlineData("publisher", "cafe", "No agent serves it")]
    [InlineData("source", "infra", "was not read yet.")]
    [InlineData("subscription", "edge-1/shop", "consented to serve")]
    public async Task Why_it_is_so_is_told(string kind, string name, string expected)
    {
        await using var stage = await Fleet.StartAsync("sqlite");
        var ran = await stage.Cli.RunAsync("explain", kind, name);
        Assert.True(ran.Exit == 0, ran.ToString());
        Assert.Contains(expected, ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selector_narrows_stacks_and_agents()
    {
        await using var stage = await Fleet.StartAsync("sqlite");
        Assert.Equal("stack/shop/web\n", (await stage.Cli.RunAsync("get", "stacks", "-l", "prod,region=eu", "-o", "name")).Out);
        Assert.Equal("stack/system/db\n", (await stage.Cli.RunAsync("get", "stacks", "-l", "!prod", "-o", "name")).Out);
        Assert.Equal("agent/edge-1\n", (await stage.Cli.RunAsync("get", "agents", "-l", "prod", "-o", "name")).Out);
        Assert.Equal(2, (await stage.Cli.RunAsync("get", "agents", "-l", "in (", "-o", "name")).Exit);
        Assert.Equal(2, (await stage.Cli.RunAsync("get", "targets", "-l", "prod")).Exit);
    }

    [Fact]
    public async Task Watching_shows_what_comes_and_what_goes()
    {
        await using var stage = await Fleet.StartAsync("sqlite");
        using var stop = new CancellationTokenSource();
        var (output, error) = (new StringWriter(), new StringWriter());
        var watching = PlumbCommand.RunAsync(["get", "targets", "--watch", "-o", "name"], stage.Cli.Surroundings(TextWriter.Synchronized(output), TextWriter.Synchronized(error)), stop.Token);
        await SeenAsync(output, "target/edge-1/shop/web");
        Assert.Equal(0, (await stage.Cli.RunAsync("target", "edge-1", "system/db")).Exit);
        await SeenAsync(output, "target/edge-1/system/db");
        Assert.Equal(0, (await stage.Cli.RunAsync("target", "edge-1", "system/db", "--remove")).Exit);
        await SeenAsync(error, "target edge-1/system/db is gone.");
        await stop.CancelAsync();
        Assert.Equal(130, await watching);

        static Task SeenAsync(StringWriter writer, string text) => Wait.UntilAsync(() => writer.ToString().Contains(text, StringComparison.Ordinal), TimeSpan.FromMinutes(2), () => writer.ToString());
    }

    [Fact]
    public async Task Each_that_can_be_is_deleted_and_what_cannot_says_so()
    {
        await using var stage = await Fleet.StartAsync("sqlite");
        var refused = await stage.Cli.RunAsync("delete", "subscription", "edge-1/shop");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("[consent.required]", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await stage.Cli.RunAsync("delete", "subscription", "edge-1/shop", "--token", stage.AgentKey)).Exit);
        foreach (var (kind, name) in new[] { ("target", "edge-1/shop/web"), ("stack", "shop/web"), ("source", "infra"), ("publisher", "cafe"), ("agent", "edge-2"), ("key", "ada") })
        {
            var ran = await stage.Cli.RunAsync("delete", kind, name);
            Assert.True((ran.Exit, ran.Out) == (0, ""), $"{kind}: {ran}");
            var left = await stage.Cli.RunAsync("get", $"{kind}s", "-o", "json");
            Assert.True(kind == "key" ? left.Out.Contains("\"revoked\"", StringComparison.Ordinal) : !left.Out.Contains($"\"name\": \"{name}\"", StringComparison.Ordinal), $"{kind}: {left}");
            Assert.Equal(kind == "key" ? 0 : 1, (await stage.Cli.RunAsync("delete", kind, kind == "key" ? stage.AdaId : name)).Exit);
        }

        foreach (var kind in AllKinds.List.Select(kind => kind.Singular).Except(Deletable.Replace("one of ", "", StringComparison.Ordinal).Split(", ")))
        {
            Assert.Equal(2, (await stage.Cli.RunAsync("delete", kind, "x")).Exit);
        }
    }
}
