using System.Net.Http.Headers;
using System.Text;
using Plumb.Security.Kit;
using Plumb.Server;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 23 (YamlDotNet#1109, SharpYaml#130): a stack overflow ends a .NET process and cannot be caught, so depth is capped before.</summary>
public sealed class DeepNestingTests
{
    private const int Depth = 100_000;

    public static TheoryData<string> Shapes => ["flow lists", "flow maps", "block lists", "block maps", "keys", "anchored"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Yaml_nested_without_end_is_refused_by_file_and_rule(string shape)
    {
        using var checkout = await Checkout.CreateAsync(("bad/compose.yaml", Nested(shape, Depth)), ("settings/compose.yaml", Checkout.Good), ("settings/plumb.stack.yaml", Nested(shape, Depth)), ("good/compose.yaml", Checkout.Good));
        var verdicts = await checkout.JudgeAsync();
        Assert.Contains(verdicts["bad"].Said, new[] { "compose.yaml yaml.depth", "compose.yaml yaml.syntax", "compose.yaml yaml.key", "compose.yaml yaml.size", "compose.yaml file.size" });
        Assert.Contains(verdicts["settings"].Said, new[] { "plumb.stack.yaml yaml.depth", "plumb.stack.yaml yaml.syntax", "plumb.stack.yaml yaml.key", "plumb.stack.yaml yaml.size", "plumb.stack.yaml file.size" });
        Assert.Equal("good", verdicts["good"].Said);
        Assert.Equal(1, checkout.Runner.Ran.Count(r => r.Arguments.Contains("config", StringComparer.Ordinal)));
        var agent = await checkout.RenderAsync("bad", Checkout.Content(("compose.yaml", Nested(shape, Depth))));
        Assert.StartsWith("compose.yaml yaml.", agent.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Json_nested_without_end_is_a_clean_error_and_the_server_lives(string open, string close)
    {
        using var data = new TempDir();
        await using var server = PlumbServer.Create(new ServerOptions { DataDirectory = data.Path, ListenPort = 0, RefreshSources = false });
        await server.StartAsync(default);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(data.At("admin.key"))).Trim());
        var bomb = string.Concat(Enumerable.Repeat(open, Depth)) + "1" + string.Concat(Enumerable.Repeat(close, Depth));
        foreach (var (method, route) in new[] { (HttpMethod.Put, "/api/v1/sources/x"), (HttpMethod.Post, "/api/v1/stacks/x/ack") })
        {
            using var request = new HttpRequestMessage(method, route) { Content = new StringContent(bomb, Encoding.UTF8, "application/json") };
            using var answer = await http.SendAsync(request);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{route}: {(int)answer.StatusCode}");
        }

        using var good = new StringContent("""{ "repository": "/srv/x.git" }""", Encoding.UTF8, "application/json");
        using var taken = await http.PutAsync(new Uri("/api/v1/sources/x", UriKind.Relative), good);
        Assert.True(taken.IsSuccessStatusCode);
        await server.StopAsync(default);
    }

    [Theory]
    [InlineData("flow lists")]
    [InlineData("flow maps")]
    [InlineData("block maps")]
    public async Task Yaml_nested_as_people_do_is_good(string shape)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", $"{Checkout.Good}x-nested: \n{Indented(Nested(shape, 40))}\n"));
        Assert.Equal("good", (await checkout.OneAsync()).Said);
    }

    private static string Nested(string shape, int depth) => shape switch
    {
        "flow lists" => new string('[', depth) + new string(']', depth),
        "flow maps" => string.Concat(Enumerable.Repeat("{a: ", depth)) + "x" + new string('}', depth),
        "block lists" => string.Concat(Enumerable.Repeat("- ", depth)) + "x",
        "block maps" => string.Concat(Enumerable.Range(0, Math.Min(depth, 2_000)).Select(n => new string(' ', n) + "a:\n")) + new string(' ', Math.Min(depth, 2_000)) + "x: y",
        "keys" => string.Concat(Enumerable.Repeat("? ", depth)) + "x",
        "anchored" => string.Concat(Enumerable.Range(0, depth).Select(n => $"&a{n} [")) + new string(']', depth),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(l => "  " + l));
}
