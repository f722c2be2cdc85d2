using System.Text.Json.Nodes;
using Plumb.Cli.Configuration;
using Plumb.TestKit;

namespace Plumb.House.Tests.Deploy;

/// <summary><c>deploy/compose.yaml</c>, as Compose itself reads it.</summary>
public sealed class ComposeFileTests
{
    [Theory]
    [InlineData(RealCompose.Older)]
    [InlineData(RealCompose.Newer)]
    public async Task The_policies_are_off_and_on_as_the_environment_says_and_safe_when_it_says_nothing(string version)
    {
        var quiet = await EnvironmentAsync(version, []);
        Assert.Equal(("true", "false", "revert"), (quiet["RECONCILE_ENABLED"], quiet["RECONCILE_REMOVE_ENABLED"], quiet["DRIFT_POLICY"]));

        var said = await EnvironmentAsync(version, new() { ["RECONCILE_ENABLED"] = "false", ["RECONCILE_REMOVE_ENABLED"] = "true", ["DRIFT_POLICY"] = "flag" });
        Assert.Equal(("false", "true", "flag"), (said["RECONCILE_ENABLED"], said["RECONCILE_REMOVE_ENABLED"], said["DRIFT_POLICY"]));
    }

    [Fact]
    public async Task Every_variable_is_a_setting_that_Plumb_knows()
    {
        var known = SettingTable.All.SelectMany(setting => setting.Variables.Concat(setting.Known.Select(name => name.Variable))).ToHashSet(StringComparer.Ordinal);
        Assert.Superset((await EnvironmentAsync(RealCompose.Newer, [])).Keys.ToHashSet(StringComparer.Ordinal), known);
    }

    [Fact]
    public async Task The_data_lies_under_one_path_inside_and_outside_and_the_engines_socket_is_there()
    {
        var volumes = Plumb(await ModelAsync(RealCompose.Newer, new() { ["PLUMB_DATA"] = "/srv/plumb", ["DOCKER_SOCKET"] = "/run/other.sock" }))["volumes"]!.AsArray()
            .Select(volume => ($"{volume!["type"]}", $"{volume["source"]}", $"{volume["target"]}")).ToList();
        Assert.Equal([("bind", "/run/other.sock", "/var/run/docker.sock"), ("bind", "/srv/plumb", "/srv/plumb")], volumes);
        Assert.Equal("/srv/plumb", (await EnvironmentAsync(RealCompose.Newer, new() { ["PLUMB_DATA"] = "/srv/plumb" }))["PLUMB_DATA"]);
    }

    [Fact]
    public async Task It_is_reached_from_its_host_alone()
    {
        var port = Assert.Single(Plumb(await ModelAsync(RealCompose.Newer, []))["ports"]!.AsArray())!;
        Assert.Equal("127.0.0.1", $"{port["host_ip"]}");
    }

    [Fact]
    public async Task Without_a_repository_it_says_what_is_missing()
    {
        var result = await ConfigAsync(RealCompose.Newer, new() { ["GIT_REPO_URL"] = null });
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("GIT_REPO_URL", result.Error, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, string>> EnvironmentAsync(string version, Dictionary<string, string?> said) =>
        Plumb(await ModelAsync(version, said))["environment"]!.AsObject().ToDictionary(entry => entry.Key, entry => $"{entry.Value}", StringComparer.Ordinal);

    private static JsonNode Plumb(JsonNode model) => model["services"]!["plumb"]!;

    private static async Task<JsonNode> ModelAsync(string version, Dictionary<string, string?> said)
    {
        var result = await ConfigAsync(version, said);
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonNode.Parse(result.Output)!;
    }

    private static async Task<CommandResult> ConfigAsync(string version, Dictionary<string, string?> said)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GIT_REPO_URL"] = "https://git.example/infra.git" };
        foreach (var name in (string[])["RECONCILE_ENABLED", "RECONCILE_REMOVE_ENABLED", "DRIFT_POLICY", "PLUMB_DATA", "DOCKER_SOCKET"])
        {
            environment[name] = null;
        }

        foreach (var (name, value) in said)
        {
            environment[name] = value;
        }

        return await Command.RunAsync(await RealCompose.PathAsync(version), ["-f", Repository.At("deploy", "compose.yaml"), "config", "--format", "json"], environment: environment);
    }
}
