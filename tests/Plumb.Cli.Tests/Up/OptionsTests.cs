using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;
using Plumb.Cli.Up;
using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Tests.Up;

/// <summary>From flags to what the control plane and the agent are made with.</summary>
public sealed class OptionsTests : IDisposable
{
    private readonly Kit.Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public void Every_flag_arrives()
    {
        var (configuration, here) = Load(
            "--repo", "repo", "--revision", "v1", "--dir", "stacks", "--source.name", "infra", "--poll", "5s", "--depth", "3", "--nested", "--data", "data", "--listen", "[::1]:9000",
            "--drift-policy", "flag", "--change-policy", "auto", "--remove", "--reconcile", "off", "--anonymous-read", "never", "--host-name", "plumb.example", "--label", "a,b", "--annotation", "k=v, w",
            "--interval", "5s", "--deep-interval", "1m", "--hints", "off", "--concurrency", "3", "--instance", "me", "--agent-name", "edge", "--compose-binary", "bin/docker-compose", "--docker-host", "tcp://10.0.0.1:1",
            "--ladder.block-at", "4", "--ladder.base", "1s", "--breaker.failures", "7", "--breaker.cool-down", "2s");

        var server = ServerOptionsOf.Make(configuration, here, "edge");
        Assert.Equal(cli.Home.At("work", "data"), server.DataDirectory);
        Assert.Equal(("::1", 9000), (server.ListenHost, server.ListenPort));
        Assert.Equal((DriftPolicy.Flag, (ChangePolicy?)ChangePolicy.Auto, true, false), (server.Policies.Drift, server.Policies.Change, server.Policies.Remove, server.Policies.ReconcileEnabled));
        Assert.Equal(Plumb.Server.Api.AnonymousRead.Never, server.AnonymousRead);
        Assert.Equal(["plumb.example"], server.HostNames);
        Assert.Equal("edge", server.LocalAgent);
        Assert.Equal(["a", "b"], server.LocalAgentLabels!);
        Assert.Equal("v, w", server.LocalAgentAnnotations!["k"]);
        var source = Assert.Single(server.Sources);
        Assert.Equal(("infra", cli.Home.At("work", "repo"), "v1", "stacks"), (source.Name, source.Spec.Repository, source.Spec.Revision, source.Spec.Directory));
        Assert.Equal((TimeSpan.FromSeconds(5), 3, true), (source.Spec.Poll, source.Spec.Discovery.Depth, source.Spec.Discovery.Nested));

        var agent = AgentOptionsOf.Make(configuration, here, new("http://[::1]:9000"), "token");
        Assert.Equal(("edge", "me", server.DataDirectory, "tcp://10.0.0.1:1"), (agent.Name, agent.Instance, agent.Data, agent.Engine));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), false, 3), (agent.Interval, agent.DeepInterval, agent.Hints, agent.Concurrency));
        Assert.Equal(cli.Home.At("work", "bin", "docker-compose"), agent.ComposeBinary);
        Assert.Equal((4, TimeSpan.FromSeconds(1), 7, TimeSpan.FromSeconds(2)), (agent.Ladder.BlockAt, agent.Ladder.Base, agent.Breaker.Failures, agent.Breaker.CoolDown));
    }

    [Fact]
    public void Defaults_are_the_documented_ones_in_every_part()
    {
        var (configuration, here) = Load();
        var server = ServerOptionsOf.Make(configuration, here, null);
        Assert.Equal(new Server.ServerOptions { DataDirectory = server.DataDirectory } with { HostNames = server.HostNames, Sources = server.Sources }, server);
        Assert.Empty(server.Sources);

        var agent = AgentOptionsOf.Make(configuration, here, new("http://127.0.0.1:8080"), "token");
        var documented = new Plumb.Agent.AgentOptions { Server = agent.Server, Token = "token", Name = "local", Data = agent.Data };
        Assert.Equal(documented with { HostLocks = agent.HostLocks, Home = agent.Home, SearchPath = agent.SearchPath, Version = agent.Version }, agent);
    }

    [Theory]
    [InlineData("https://git.example/x.git", false)]
    [InlineData("git@git.example:x.git", false)]
    [InlineData("host:x", false)]
    [InlineData("./repo", true)]
    [InlineData(".", true)]
    [InlineData("dir/with:colon", true)]
    public void A_path_is_made_absolute_and_an_address_is_left(string repository, bool isPath)
    {
        var (configuration, here) = Load("--repo", repository);
        var made = ServerOptionsOf.Make(configuration, here, null).Sources[0].Spec.Repository;
        Assert.Equal(isPath ? Path.GetFullPath(repository, cli.WorkingDirectory) : repository, made);
    }

    [Fact]
    public void A_token_is_kept_in_a_file_of_its_owner_and_named_there()
    {
        cli.Environment["GIT_ACCESS_TOKEN"] = "hunter2-hunter2";
        var (configuration, here) = Load("--repo", "https://git.example/x.git", "--git-username", "bot");
        var credentials = ServerOptionsOf.Make(configuration, here, null).Sources[0].Spec.Credentials!;
        Assert.Equal("bot", credentials.Username);
        Assert.Equal("hunter2-hunter2", File.ReadAllText(credentials.TokenFile!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(credentials.TokenFile!));
        Assert.Equal("***", here.Mask.Mask("hunter2-hunter2"));
    }

    [Fact]
    public void Every_name_that_other_tools_use_has_its_effect()
    {
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("GIT_REPO_URL", "https://git.example/x.git"), ("GIT_ACCESS_TOKEN", "hunter2-hunter2"), ("GIT_REVISION", "v1"), ("GIT_DEPLOY_DIR", "/stacks"), ("PORT", "9090"), ("PROJECT_NAME", "Mine"),
            ("WEBHOOK_SECRET", "hook-hook"), ("REFRESH_POLL_INTERVAL", "5m"), ("RECONCILE_ENABLED", "false"), ("RECONCILE_REMOVE_ENABLED", "true"), ("DRIFT_POLICY", "flag"),
            ("DOCKER_SOCKET", "/run/other.sock"), ("LOG_LEVEL", "WARN"), ("LOG_FORMAT", "text"),
        ])
        {
            cli.Environment[name] = value;
        }

        var (configuration, here) = Load();
        var server = ServerOptionsOf.Make(configuration, here, null);
        var source = Assert.Single(server.Sources).Spec;
        Assert.Equal(("https://git.example/x.git", "v1", TimeSpan.FromMinutes(5)), (source.Repository, source.Revision, source.Poll));
        Assert.Equal("stacks", Path.GetRelativePath(".", source.Directory));
        Assert.Equal("hunter2-hunter2", File.ReadAllText(source.Credentials!.TokenFile!));
        Assert.Equal(("127.0.0.1", 9090), (server.ListenHost, server.ListenPort));
        Assert.True(server.Webhook!.Is("hook-hook"));
        Assert.Equal((DriftPolicy.Flag, true, false), (server.Policies.Drift, server.Policies.Remove, server.Policies.ReconcileEnabled));
        Assert.Equal("unix:///run/other.sock", AgentOptionsOf.Make(configuration, here, new("http://127.0.0.1:9090"), "token").Engine);
        Assert.Equal((LogLevelWord.Warn, LogFormatWord.Text), (configuration.Get(Settings.LogLevel), configuration.Get(Settings.LogFormat)));
        Assert.Equal("Mine", configuration.Get(Settings.ProjectName));

        cli.Environment["DOCKER_HOST"] = "tcp://10.0.0.1:2375";
        Assert.Equal("tcp://10.0.0.1:2375", AgentOptionsOf.Make(Load().Configuration, here, new("http://127.0.0.1:9090"), "token").Engine);
    }

    [Theory]
    [InlineData("WEBHOOK_SECRET")]
    [InlineData("PLUMB_WEBHOOK_SECRET")]
    [InlineData("WEBHOOK_SECRET_FILE")]
    [InlineData("PLUMB_WEBHOOK_SECRET_FILE")]
    public void A_webhook_secret_arrives_and_is_masked(string variable)
    {
        cli.Environment[variable] = variable.EndsWith("_FILE", StringComparison.Ordinal) ? cli.Home.Write("hook", "hunter2-hunter2\n") : "hunter2-hunter2";
        var (configuration, here) = Load();
        var webhook = ServerOptionsOf.Make(configuration, here, null).Webhook;
        Assert.True(webhook!.Is("hunter2-hunter2"));
        Assert.Equal("***", here.Mask.Mask("hunter2-hunter2"));
        Assert.DoesNotContain("hunter2", $"{ServerOptionsOf.Make(configuration, here, null)}", StringComparison.Ordinal);
    }

    private (PlumbConfiguration Configuration, Surroundings Here) Load(params string[] flags)
    {
        var here = cli.Surroundings(TextWriter.Null, TextWriter.Null);
        var up = new UpVerb(here);
        var parse = System.CommandLine.Parsing.CommandLineParser.Parse(up, flags, CommandTree.Parsing);
        Assert.Empty(parse.Errors);
        return (up.Load(parse, []), here);
    }
}
