using Plumb.Compose.Layout;
using Plumb.Compose.Render;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Tests.Render;

/// <summary>What is hostile or wrong is the stack's own error, by file and rule; what is not its fault is tried again.</summary>
public sealed class RenderRefusalTests
{
    private const string Good = "services: { a: { image: busybox } }";

    private static async Task<Refusal> RefusedAsync(StackContent content, StackSettings? settings = null)
    {
        using var directory = new TempDir();
        var outcome = await (await Samples.RendererAsync(directory)).RenderAsync(Samples.Stack(content, settings: settings), content, default);
        return Assert.IsType<RenderOutcome.Refused>(outcome).Refusal;
    }

    [Theory]
    [InlineData("../x", "path.parent")]
    [InlineData("/etc/x", "path.absolute")]
    [InlineData("a//b", "path.empty-name")]
    public async Task Paths_that_lead_out(string path, string rule)
    {
        var refusal = await RefusedAsync(Samples.Content(("compose.yaml", Good), (path, "x")));
        Assert.Equal((path, rule), (refusal.File, refusal.Rule));
    }

    [Fact]
    public async Task Symbolic_links()
    {
        var content = new StackContent(".", [Samples.File("compose.yaml", Good), Samples.File("link", "/etc/passwd", "120000")]);
        Assert.Equal("content.mode", (await RefusedAsync(content)).Rule);
    }

    [Fact]
    public async Task A_file_where_a_directory_must_be() =>
        Assert.Equal("content.double", (await RefusedAsync(Samples.Content(("a", "x"), ("a/b", "x"), ("compose.yaml", Good)))).Rule);

    [Theory]
    [InlineData("services: { a: { image: busybox, volumes: ['..:/x'] } }", "path.outside")]
    [InlineData("services: { a: { image: busybox, volumes: ['~/x:/x'] } }", "path.home")]
    [InlineData("services: { a: { image: busybox, depends_on: [b] }, b: { image: busybox, depends_on: [a] } }", "compose.invalid")]
    [InlineData("services: { a: { image: busybox, commnd: x } }", "compose.invalid")]
    [InlineData("services: [", "yaml.syntax")]
    [InlineData("services: { a: { image: busybox, secrets: [s] } }\nsecrets: { s: { environment: COMPOSE_REMOVE_ORPHANS } }", "variable.reserved")]
    public async Task Compose_files_that_cannot_be(string text, string rule)
    {
        var refusal = await RefusedAsync(Samples.Content(("compose.yaml", text)));
        Assert.Equal(("compose.yaml", rule), (refusal.File, refusal.Rule));
        Assert.DoesNotContain("staging", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var refusal = await RefusedAsync(Samples.Content(("compose.yaml", Good)), new StackSettings { EnvFiles = ["prod.env"] });
        Assert.Equal(("prod.env", "file.missing"), (refusal.File, refusal.Rule));
    }

    [Theory]
    [InlineData("COMPOSE_ENV_FILES")]
    [InlineData("DOCKER_CONFIG")]
    [InlineData("LD_PRELOAD")]
    public async Task Variables_that_would_change_Compose_itself(string name) =>
        Assert.Equal("variable.reserved", (await RefusedAsync(
            Samples.Content(("compose.yaml", Good)), new StackSettings { Variables = new Dictionary<string, string> { [name] = "x" } })).Rule);

    [Fact]
    public async Task A_wrong_project_name() =>
        Assert.Equal("project.name", (await RefusedAsync(Samples.Content(("compose.yaml", Good)), new StackSettings { Project = "My Project" })).Rule);

    [Fact]
    public async Task Messages_of_Compose_name_the_file_and_hide_values_of_variables()
    {
        var refusal = await RefusedAsync(
            Samples.Content(("compose.yaml", "services: { a: { image: busybox, ports: ['${PORT}'] } }"), (".env", "PORT=hunter2hunter2\n")));
        Assert.DoesNotContain("hunter2hunter2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_of_aliases_ends_with_a_clear_error()
    {
        var bomb = new System.Text.StringBuilder("x-a: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 9; i++)
        {
            bomb.Append($"x-{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var refusal = await RefusedAsync(Samples.Content(("compose.yaml", bomb + Good)));
        Assert.Equal(("compose.yaml", "yaml.nodes"), (refusal.File, refusal.Rule));
    }

    [Fact]
    public async Task A_missing_Compose_is_not_the_stacks_fault()
    {
        using var directory = new TempDir();
        var cli = new Compose.Cli.ComposeCli(
            new Compose.Cli.ComposeBinary("/nonexistent/docker-compose", "2.40.3"), new Compose.Cli.ComposeEnvironment { DockerHost = "unix:///x" }, World.Processes);
        var content = Samples.Content(("compose.yaml", Good));
        var outcome = await new StackRenderer(cli, new StackPlaces(Samples.Places), directory.At("s")).RenderAsync(Samples.Stack(content), content, default);
        Assert.Contains("/nonexistent/docker-compose", Assert.IsType<RenderOutcome.Failed>(outcome).Why, StringComparison.Ordinal);
    }
}
