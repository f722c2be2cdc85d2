using System.Text.Json.Nodes;
using Plumb.Compose.Cli;
using Plumb.Compose.Layout;
using Plumb.Compose.Render;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Tests.Render;

public sealed class KnownProjectTests
{
    private const string Services = "services: { a: { image: busybox } }";

    [Theory]
    [InlineData($"{Services}", "web")]
    [InlineData($"name: shop\n{Services}", "shop")]
    [InlineData($"name: \"0shop_1-2\"\n{Services}", "0shop_1-2")]
    [InlineData($"name: '12'\n{Services}", "12")]
    public async Task A_name_in_plain_words_is_what_Compose_makes_of_it(string compose, string name)
    {
        Assert.Equal(name, Of(Samples.Content(("compose.yaml", compose))));
        using var directory = new TempDir();
        var web = Directory.CreateDirectory(directory.At("web")).FullName;
        await File.WriteAllTextAsync($"{web}/compose.yaml", compose);
        var run = await (await World.ComposeAsync(RealCompose.Newer)).ConfigAsync(new() { Directory = web, Files = [$"{web}/compose.yaml"] }, default);
        Assert.Equal(name, (string?)JsonNode.Parse(Assert.IsType<ComposeRun.Succeeded>(run).Output)!["name"]);
    }

    [Theory]
    [InlineData("name: ${WHO:-x}\nservices: {}")]
    [InlineData("name: Not A Name\nservices: {}")]
    [InlineData("name: ~\nservices: {}")]
    [InlineData("name: 12\nservices: {}")]
    [InlineData("name: true\nservices: {}")]
    [InlineData("name: !reset x\nservices: {}")]
    [InlineData("x: &x { name: y }\n<<: *x\nservices: {}")]
    [InlineData("include: [other.yaml]")]
    [InlineData("services: { a: { image: '${COMPOSE_PROJECT_NAME}' } }")]
    [InlineData("services: [")]
    [InlineData("services: {}\n---\nname: x")]
    public void Everything_else_is_left_to_Compose(string compose) => Assert.Null(Of(Samples.Content(("compose.yaml", compose))));

    [Fact]
    public void A_name_that_comes_from_a_variable_is_left_to_Compose()
    {
        Assert.Null(Of(Samples.Content(("compose.yaml", Services), (".env", "COMPOSE_PROJECT_NAME=x"))));
        Assert.Null(Of(Samples.Content(("compose.yaml", Services)), new() { Variables = new Dictionary<string, string> { ["COMPOSE_PROJECT_NAME"] = "x" } }));
    }

    [Fact]
    public void Two_files_with_names_are_left_to_Compose_and_the_settings_win_over_all()
    {
        var content = Samples.Content(("compose.yaml", "name: a\n" + Services), ("more.yaml", "name: b\n" + Services));
        Assert.Null(Of(content, new() { Files = ["compose.yaml", "more.yaml"] }));
        Assert.Equal("c", Of(content, new() { Files = ["compose.yaml", "more.yaml"], Project = "c" }));
    }

    [Theory]
    [InlineData("services: { a: { image: busybox, environment: [GOGC, 'LIMIT=${GOMEMLIMIT:-none}'] } }")]
    [InlineData("services: { a: { image: busybox, env_file: a.env } }")]
    public async Task What_spares_Compose_its_garbage_collector_reaches_no_stack(string compose)
    {
        var stack = await Samples.RenderAsync(Samples.Content(("compose.yaml", compose), ("a.env", "GOGC\nLIMIT=${GOMEMLIMIT:-none}")));
        var environment = stack.Model["services"]!["a"]!["environment"]!;
        Assert.Null((string?)environment["GOGC"]);
        Assert.Equal("none", (string?)environment["LIMIT"]);
    }

    private static string? Of(StackContent content, StackSettings? settings = null) =>
        KnownProject.Of(RenderRequest.Of(Samples.Stack(content, settings: settings), new StackPlaces(Samples.Places)), content);
}
