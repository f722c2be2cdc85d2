using Plumb.Cli.Commands;
using Plumb.Cli.Halves;

namespace Plumb.Cli.Tests.Halves;

public sealed class AgentOptionsTests : IDisposable
{
    private readonly Kit.Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public void Every_flag_arrives()
    {
        var file = cli.Home.Write("agent.key", "plumb_agent_1_hunter2\n");
        var options = Load("--server", "https://plumb.example.org/", "--name", "edge-1", "--token-file", file, "--label", "a", "--label", "b", "--annotation", "region=eu", "--subscribe", "shop", "--subscribe", "bank", "--data", "data");
        Assert.Equal((new Uri("https://plumb.example.org/"), "edge-1", "plumb_agent_1_hunter2", cli.Home.At("work", "data")), (options.Server, options.Name, options.Token, options.Data));
        Assert.Equal(["a", "b"], options.Labels!);
        Assert.Equal("eu", options.Annotations!["region"]);
        Assert.Equal(["shop", "bank"], options.Subscriptions);
    }

    [Fact]
    public void What_was_not_said_stays_as_the_control_plane_has_it()
    {
        var options = Load("--server", "http://127.0.0.1:8080", "--name", "edge-1", "--token", "plumb_agent_1_hunter2");
        Assert.Equal((null, null), (options.Labels, options.Annotations));
        Assert.Empty(options.Subscriptions);
    }

    [Fact]
    public void The_environment_says_it_too()
    {
        cli.Environment["PLUMB_SERVER"] = "127.0.0.1:8080";
        cli.Environment["PLUMB_TOKEN"] = "plumb_agent_1_hunter2";
        cli.Environment["PLUMB_AGENT_NAME"] = "edge-1";
        var options = Load();
        Assert.Equal((new Uri("http://127.0.0.1:8080/"), "edge-1", "plumb_agent_1_hunter2"), (options.Server, options.Name, options.Token));
    }

    [Theory]
    [InlineData("agent.server", "--name", "edge-1", "--token", "t-t-t-t-t")]
    [InlineData("agent.token", "--name", "edge-1", "--server", "https://plumb.example.org")]
    [InlineData("agent.name", "--token", "t-t-t-t-t", "--server", "https://plumb.example.org")]
    [InlineData("plain HTTP to another machine", "--name", "edge-1", "--token", "t-t-t-t-t", "--server", "http://plumb.example.org")]
    [InlineData("plain HTTP to another machine", "--name", "edge-1", "--token", "t-t-t-t-t", "--server", "http://192.0.2.1:8080")]
    [InlineData("agent.server", "--name", "edge-1", "--token", "t-t-t-t-t", "--server", "ftp://plumb.example.org")]
    [InlineData("agent.server", "--name", "edge-1", "--token", "t-t-t-t-t", "--server", "https://user:secret@plumb.example.org")]
    [InlineData("agent.caFile", "--name", "edge-1", "--token", "t-t-t-t-t", "--server", "https://plumb.example.org", "--ca-file", "none.pem")]
    [InlineData("agent.subscriptions", "--name", "edge-1", "--token", "t-t-t-t-t", "--server", "https://plumb.example.org", "--subscribe", "a b")]
    public async Task What_is_missing_or_dangerous_ends_the_start_with_one_line_that_names_it(string says, params string[] flags)
    {
        var ran = await cli.RunAsync(["agent", .. flags]);
        Assert.Equal(2, ran.Exit);
        Assert.Contains(says, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("user:secret", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_says_so_clearly_sends_the_key_in_the_clear() =>
        Assert.Equal("http", Load("--server", "http://plumb.example.org", "--allow-http", "--name", "edge-1", "--token", "t-t-t-t-t").Server.Scheme);

    private Agent.AgentOptions Load(params string[] flags)
    {
        var here = cli.Surroundings(TextWriter.Null, TextWriter.Null);
        var verb = new AgentVerb(here);
        var parse = System.CommandLine.Parsing.CommandLineParser.Parse(verb, flags, CommandTree.Parsing);
        Assert.Empty(parse.Errors);
        return new AgentProcess(here, AgentVerb.Complete(verb.Load(parse, []))).Options();
    }
}
