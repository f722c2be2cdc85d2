using Plumb.Cli.Configuration;
using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Configuration;

public sealed class WrongValueTests : IDisposable
{
    private readonly Kit.Cli cli = new();

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { "listen", "8080" }, { "listen", "127.0.0.1:99999" }, { "listen", ":8080" }, { "listen", "a b:80" }, { "listen", "[::1:80" }, { "listen", "127.0.0.1:-1" },
        { "source.repository", "ext::sh -c id" }, { "source.repository", "-x" }, { "source.repository", "gopher://a/b" },
        { "source.revision", "-x" }, { "source.directory", "../up" }, { "source.directory", "/etc" },
        { "source.name", "a b" }, { "source.name", "-a" }, { "agent.name", "a/" }, { "instance", "ä" },
        { "source.poll", "60" }, { "source.poll", "0s" }, { "source.poll", "soon" }, { "source.poll", "-5m" }, { "source.poll", "9999h" },
        { "interval", "30" }, { "interval", "1.5s" }, { "interval", "1s1m" }, { "deepInterval", "10 m" },
        { "source.discovery.depth", "-1" }, { "source.discovery.depth", "17" }, { "source.discovery.depth", "one" }, { "concurrency", "0" },
        { "source.discovery.nested", "maybe" }, { "hints", "ture" }, { "policies.remove", "2" }, { "policies.reconcile", "enabled" },
        { "policies.driftPolicy", "revrt" }, { "policies.driftPolicy", "Revert" }, { "policies.driftPolicy", "1" },
        { "agent.labels", "a b" }, { "agent.annotations", "region" }, { "agent.annotations", "=x" },
        { "docker.host", "/var/run/docker.sock" }, { "docker.host", "npipe://x" }, { "docker.host", "tcp://" },
        { "log.level", "loud" }, { "log.format", "xml" },
    };

    public void Dispose() => cli.Dispose();

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_value_stops_the_start_with_one_line_that_names_it_wherever_it_stands(string key, string value)
    {
        var setting = SettingTable.All.Single(s => s.Key == key);

        AssertOneLine(await cli.RefusedAsync($"--{setting.Flag}={value}"), $"(from --{setting.Flag})");

        var variable = setting.Variables.First();
        cli.Environment[variable] = value;
        AssertOneLine(await cli.RefusedAsync(), $"(from {variable})");
        cli.Environment.Remove(variable);

        var file = cli.Home.Write("work/plumb.yaml", $"{key}: '{value}'\n");
        AssertOneLine(await cli.RefusedAsync(), $"(from {file}:1)");

        void AssertOneLine(Ran ran, string from)
        {
            Assert.Equal(2, ran.ErrorLines.Count);
            Assert.StartsWith($"plumb config show: {key}: '", ran.ErrorLines[0], StringComparison.Ordinal);
            Assert.Contains(value, ran.ErrorLines[0], StringComparison.Ordinal);
            Assert.Contains(from, ran.ErrorLines[0], StringComparison.Ordinal);
            Assert.Contains($"must be {setting.Expected}, such as {setting.Example}", ran.ErrorLines[0], StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(EverySetting))]
    public void The_example_of_every_setting_is_a_value_that_it_takes(string key)
    {
        var setting = SettingTable.All.Single(s => s.Key == key);
        Assert.NotNull(setting.Normal([setting.Example]));
        Assert.All(setting.Known.Where(k => k.Example is not null), k => Assert.NotNull(setting.Normal([k.Meaning!(k.Example!)])));
    }

    [Theory]
    [InlineData("PORT", "http", "a port from 0 to 65535, such as 8080")]
    [InlineData("PORT", "tcp://10.0.0.1:80", "a port from 0 to 65535, such as 8080")]
    [InlineData("REFRESH_POLL_INTERVAL", "5", "a duration")]
    [InlineData("RECONCILE_ENABLED", "ja", "on or off")]
    [InlineData("DRIFT_POLICY", "ignore", "revert or flag")]
    [InlineData("LOG_LEVEL", "loud", "trace, debug, info, warn or error")]
    public async Task A_wrong_value_under_a_known_name_is_told_as_it_was_written(string variable, string value, string expected)
    {
        cli.Environment[variable] = value;
        var ran = await cli.RefusedAsync();
        Assert.Contains($"'{value}' (from {variable}) must be {expected}", ran.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_are_told_at_once()
    {
        cli.Environment["LOG_LEVEL"] = "loud";
        var file = cli.Home.Write("work/plumb.yaml", "concurrency: 0\nintervall: 30s\n");
        var ran = await cli.RefusedAsync("--interval", "30", "--drift-policy=nope", "--wat", "--poll", "1m", "--poll", "2m");
        Assert.Equal(8, ran.ErrorLines.Count);
        foreach (var part in new[] { "unknown flag '--wat'", "--poll is given 2 times", "interval: '30'", "policies.driftPolicy: 'nope'", "log.level: 'loud'", "concurrency: '0'", $"intervall ({file}:2) is not a setting; did you mean interval?" })
            Assert.Contains(part, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_value_is_an_error_even_where_a_right_one_covers_it()
    {
        cli.Environment["PLUMB_INTERVAL"] = "often";
        var ran = await cli.RefusedAsync("--interval", "30s");
        Assert.Contains("PLUMB_INTERVAL", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_wrong_is_not_shown()
    {
        cli.Environment["GIT_ACCESS_TOKEN"] = "hunter2\nhunter2";
        var ran = await cli.RefusedAsync();
        Assert.Contains("source.credentials.token: the value (from GIT_ACCESS_TOKEN)", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_named_for_a_secret_must_be_readable()
    {
        cli.Environment["WEBHOOK_SECRET_FILE"] = "/nowhere/secret";
        var ran = await cli.RefusedAsync("--git-token-file", "missing");
        Assert.Contains("webhook.secret (from WEBHOOK_SECRET_FILE): Reading the secret file '/nowhere/secret' failed", ran.Error, StringComparison.Ordinal);
        Assert.Contains("source.credentials.token (from --git-token-file)", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_not_taken_from_the_command_line_where_a_process_list_shows_it() =>
        Assert.Contains("unknown flag '--git-token'", (await cli.RefusedAsync("--git-token", "x")).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("intervall: 30s", "intervall (FILE:1) is not a setting; did you mean interval?")]
    [InlineData("source:\n  repo: x", "source.repo (FILE:2) is not a setting")]
    [InlineData("interval:\n  every: 30s", "interval.every (FILE:2) is not a setting")]
    [InlineData("interval: [30s, 40s]", "interval: '30s,40s' (from FILE:1) must be a duration")]
    [InlineData("interval: 10s\ninterval: 20s", "FILE")]
    [InlineData("driftPolicy: flag\npolicies: { driftPolicy: flag }", "policies.driftPolicy (FILE:2) says again what FILE:1 says")]
    [InlineData("interval: [", "FILE")]
    [InlineData("- interval", "FILE")]
    [InlineData("a: &a [x]\nb: [*a]\n", "FILE")]
    public async Task A_wrong_file_is_told_with_file_line_and_key(string yaml, string expected)
    {
        var file = cli.Home.Write("work/plumb.yaml", yaml + "\n");
        var ran = await cli.RefusedAsync();
        Assert.Contains(expected.Replace("FILE", file, StringComparison.Ordinal), ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_named_and_not_there_is_an_error() =>
        Assert.Contains("nowhere.yaml", (await cli.RefusedAsync("--config", "nowhere.yaml")).Error, StringComparison.Ordinal);

    public static TheoryData<string> EverySetting() => [.. SettingTable.All.Select(s => s.Key)];
}
