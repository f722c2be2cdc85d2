namespace Plumb.Cli.Tests.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    private readonly Kit.Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task A_flag_wins_over_the_environment_over_the_file_over_the_default()
    {
        Assert.Equal(("30s", "default"), await cli.ValueAsync("interval"));

        var file = cli.Home.Write("work/plumb.yaml", "interval: 10s\n");
        Assert.Equal(("10s", $"{file}:1"), await cli.ValueAsync("interval"));

        cli.Environment["PLUMB_INTERVAL"] = "20s";
        Assert.Equal(("20s", "PLUMB_INTERVAL"), await cli.ValueAsync("interval"));

        Assert.Equal(("40s", "--interval"), await cli.ValueAsync("interval", "--interval", "40s"));
    }

    [Fact]
    public async Task A_variable_of_ours_wins_over_the_known_name()
    {
        cli.Environment["GIT_REVISION"] = "theirs";
        Assert.Equal(("theirs", "GIT_REVISION"), await cli.ValueAsync("source.revision"));

        cli.Environment["PLUMB_SOURCE_REVISION"] = "long";
        Assert.Equal(("long", "PLUMB_SOURCE_REVISION"), await cli.ValueAsync("source.revision"));

        cli.Environment["PLUMB_REVISION"] = "ours";
        Assert.Equal(("ours", "PLUMB_REVISION"), await cli.ValueAsync("source.revision"));
    }

    [Fact]
    public async Task An_empty_variable_says_nothing()
    {
        cli.Environment["PLUMB_INTERVAL"] = "";
        Assert.Equal(("30s", "default"), await cli.ValueAsync("interval"));
    }

    [Theory]
    [InlineData("GIT_REPO_URL", "https://git.example/x.git", "source.repository", "https://git.example/x.git")]
    [InlineData("GIT_REVISION", "v1", "source.revision", "v1")]
    [InlineData("GIT_DEPLOY_DIR", "/stacks/", "source.directory", "stacks")]
    [InlineData("PORT", "9090", "listen", "127.0.0.1:9090")]
    [InlineData("PROJECT_NAME", "My servers", "projectName", "My servers")]
    [InlineData("REFRESH_POLL_INTERVAL", "1h30m", "source.poll", "1h30m")]
    [InlineData("RECONCILE_ENABLED", "false", "policies.reconcile", "False")]
    [InlineData("RECONCILE_REMOVE_ENABLED", "TRUE", "policies.remove", "True")]
    [InlineData("DRIFT_POLICY", "flag", "policies.driftPolicy", "flag")]
    [InlineData("DOCKER_HOST", "tcp://10.0.0.1:2375", "docker.host", "tcp://10.0.0.1:2375")]
    [InlineData("DOCKER_SOCKET", "/run/user/1000/docker.sock", "docker.host", "unix:///run/user/1000/docker.sock")]
    [InlineData("LOG_LEVEL", "DEBUG", "log.level", "debug")]
    [InlineData("LOG_FORMAT", "json", "log.format", "json")]
    public async Task A_known_name_has_its_known_meaning(string variable, string value, string key, string shown)
    {
        cli.Environment[variable] = value;
        Assert.Equal((shown, variable), await cli.ValueAsync(key));
    }

    [Theory]
    [InlineData("GIT_ACCESS_TOKEN", "source.credentials.token")]
    [InlineData("WEBHOOK_SECRET", "webhook.secret")]
    public async Task A_secret_comes_from_a_variable_or_from_the_file_that_one_names_and_is_never_shown(string variable, string key)
    {
        cli.Environment[variable + "_FILE"] = cli.Home.Write("secret", "hunter2-hunter2\n");
        Assert.Equal(("***", variable + "_FILE"), await cli.ValueAsync(key));

        cli.Environment[variable] = "hunter2-hunter2";
        Assert.Equal(("***", variable), await cli.ValueAsync(key));
        foreach (var format in new[] { "table", "json", "yaml" })
            Assert.DoesNotContain("hunter2", (await cli.RunAsync("config", "show", "-o", format)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_repository_url_is_not_shown()
    {
        foreach (var format in new[] { "table", "json", "yaml" })
        {
            var ran = await cli.RunAsync("config", "show", "-o", format, "--repo", "https://me:hunter2@git.example/x.git");
            Assert.Contains("git.example", ran.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", ran.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_named_file_wins_over_the_working_directory_over_the_data_directory()
    {
        cli.Home.Write("data/plumb.yaml", "interval: 11s\n");
        Assert.Equal("11s", (await cli.ValueAsync("interval", "--data", cli.Home.At("data"))).Value);

        cli.Home.Write("work/plumb.yaml", "interval: 12s\n");
        Assert.Equal("12s", (await cli.ValueAsync("interval", "--data", cli.Home.At("data"))).Value);

        cli.Home.Write("work/other.yaml", "interval: 13s\n");
        Assert.Equal("13s", (await cli.ValueAsync("interval", "--data", cli.Home.At("data"), "--config", "other.yaml")).Value);
    }

    [Theory]
    [InlineData("policies:\n  driftPolicy: flag\n")]
    [InlineData("policies: { drift-policy: flag }\n")]
    [InlineData("policies.driftPolicy: flag\n")]
    [InlineData("drift-policy: flag\n")]
    [InlineData("driftPolicy: flag\n")]
    public async Task A_key_of_the_file_is_nested_or_dotted_or_the_name_of_the_flag(string yaml)
    {
        cli.Home.Write("work/plumb.yaml", yaml);
        Assert.Equal("flag", (await cli.ValueAsync("policies.driftPolicy")).Value);
    }

    [Fact]
    public async Task Lists_come_from_repeated_flags_from_commas_and_from_lists_of_the_file()
    {
        Assert.Equal("[\"a\",\"b\",\"c\"]", Packed(await cli.ValueAsync("agent.labels", "--label", "a", "--label", "b,c")));

        cli.Home.Write("work/plumb.yaml", "agent:\n  labels: [a, b]\n  annotations: { region: eu }\n");
        Assert.Equal("[\"a\",\"b\"]", Packed(await cli.ValueAsync("agent.labels")));
        Assert.Equal("[\"region=eu\"]", Packed(await cli.ValueAsync("agent.annotations")));

        cli.Environment["PLUMB_LABEL"] = "x, y";
        Assert.Equal("[\"x\",\"y\"]", Packed(await cli.ValueAsync("agent.labels")));

        static string Packed((string? Value, string From) shown) => string.Concat(shown.Value!.Where(c => !char.IsWhiteSpace(c)));
    }

    [Theory]
    [InlineData(true, null, "/var/lib/plumb")]
    [InlineData(false, null, "HOME/.local/share/plumb")]
    [InlineData(false, "/srv/share", "/srv/share/plumb")]
    public async Task The_data_directory_is_the_systems_for_root_and_in_the_home_of_everybody_else(bool root, string? share, string expected)
    {
        cli.IsRoot = root;
        if (share is not null)
            cli.Environment["XDG_DATA_HOME"] = share;
        Assert.Equal(expected.Replace("HOME", cli.Home.Path, StringComparison.Ordinal), (await cli.ValueAsync("data")).Value);
    }

    [Fact]
    public async Task A_switch_needs_no_value_on_the_command_line()
    {
        Assert.Equal(("True", "--remove"), await cli.ValueAsync("policies.remove", "--remove"));
        Assert.Equal(("False", "--remove"), await cli.ValueAsync("policies.remove", "--remove=off"));
        Assert.Equal(("False", "--hints"), await cli.ValueAsync("hints", "--hints", "off"));
    }
}
