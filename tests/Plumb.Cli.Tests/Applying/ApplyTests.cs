using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Applying;

/// <summary><c>plumb apply</c> against a real control plane, on both databases.</summary>
public sealed class ApplyTests
{
    /// <summary>Every kind, and each before what it names.</summary>
    internal const string Fleet = """
        apiVersion: plumb/v1
        kind: Target
        spec: { agent: edge-1, stack: shop/web }
        ---
        apiVersion: plumb/v1
        kind: Stack
        metadata: { name: web, publisher: shop, labels: [prod, eu], annotations: { region: eu } }
        spec:
          selector: "env=prod,!spot"
          policies: { driftPolicy: flag, remove: { enabled: true }, health: { timeout: 90s } }
          content: { files: { compose.yaml: "services: { web: { image: busybox } }" } }
        ---
        apiVersion: plumb/v1
        kind: Agent
        metadata: { name: edge-1, labels: [prod] }
        ---
        apiVersion: plumb/v1
        kind: Source
        metadata: { name: infra }
        spec: { repository: "https://git.example/infra.git", revision: "123456", poll: 1m, discovery: { depth: 2 } }
        ---
        apiVersion: plumb/v1
        kind: Publisher
        metadata: { name: shop }
        """;

    private static readonly string[] Names = ["publisher/shop", "source/infra", "agent/edge-1", "stack/shop/web", "target/edge-1/shop/web"];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Every_kind_is_created_then_unchanged_whatever_the_order_of_the_documents(string store)
    {
        await using var plane = await ControlPlane.StartAsync(store);
        using var cli = plane.Command();
        var file = cli.Write("fleet.yaml", Fleet);

        var first = await cli.RunAsync("apply", "-f", file);
        Assert.True(first.Exit == 0, first.ToString());
        Assert.Equal(Names.Select(name => $"{name} created"), first.OutLines);
        var audit = await plane.GetAsync("/api/v1/audit?limit=500");
        var again = await cli.RunAsync("apply", "-f", file);
        Assert.Equal((0, string.Concat(Names.Select(name => $"{name} unchanged\n"))), (again.Exit, again.Out));
        Assert.Equal(audit.GetRawText(), (await plane.GetAsync("/api/v1/audit?limit=500")).GetRawText());

        var stack = await plane.GetAsync("/api/v1/stacks/shop%2Fweb");
        Assert.Equal(["eu", "prod"], stack.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal("1m30s", stack.GetProperty("settings").GetProperty("health").GetProperty("timeout").GetString());
        Assert.Equal("env=prod,!spot", stack.GetProperty("selector").GetString());
        Assert.Equal("123456", (await plane.GetAsync("/api/v1/sources/infra")).GetProperty("spec").GetProperty("revision").GetString());
        Assert.Equal("shop/web", (await plane.GetAsync("/api/v1/agents/edge-1")).GetProperty("targets")[0].GetString());
    }

    [Theory]
    [InlineData("labels: [prod, eu]", "labels: [prod]", "stack/shop/web")]
    [InlineData("region: eu", "region: us", "stack/shop/web")]
    [InlineData("env=prod,!spot", "env=prod", "stack/shop/web")]
    [InlineData("driftPolicy: flag", "driftPolicy: revert", "stack/shop/web")]
    [InlineData("image: busybox", "image: alpine", "stack/shop/web")]
    [InlineData("name: edge-1, labels: [prod]", "name: edge-1, labels: []", "agent/edge-1")]
    [InlineData("poll: 1m", "poll: 2m", "source/infra")]
    [InlineData("poll: 1m, discovery: { depth: 2 }", "discovery: { depth: 2 }", null)]
    [InlineData("metadata: { name: web, publisher: shop, labels: [prod, eu], annotations: { region: eu } }", "metadata: { name: web, publisher: shop }", null)]
    public async Task What_changed_is_configured_and_nothing_else(string was, string becomes, string? configured)
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        var file = cli.Write("fleet.yaml", Fleet);
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", file)).Exit);
        cli.Write("fleet.yaml", Fleet.Replace(was, becomes, StringComparison.Ordinal));

        var ran = await cli.RunAsync("apply", "-f", file);

        Assert.Equal((0, string.Concat(Names.Select(name => $"{name} {(name == configured ? "configured" : "unchanged")}\n"))), (ran.Exit, ran.Out));
        Assert.All((await cli.RunAsync("apply", "-f", file)).OutLines, line => Assert.EndsWith(" unchanged", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Standard_input_and_a_directory_in_the_order_of_its_files_are_read_and_content_beside_them()
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        cli.Write("fleet/20.yml", "apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: b }\nspec: { content: { directory: ./b } }");
        cli.Write("fleet/10.yaml", "# nothing\n---\napiVersion: plumb/v1\nkind: Stack\nmetadata: { name: c }\n---\n");
        cli.Write("fleet/b/compose.yaml", "services: { b: { image: busybox } }");
        cli.Write("fleet/notes.txt", "no document");
        var ran = await cli.RunAsync("apply", "-f", "fleet");
        Assert.Equal((0, "stack/system/c created\nstack/system/b created\n"), (ran.Exit, ran.Out));

        cli.Input = "apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a }";
        Assert.Equal("stack/system/a created\n", (await cli.RunAsync("apply", "-f", "-")).Out);
        cli.Write("fleet/b/compose.yaml", "services: { b: { image: alpine } }");
        Assert.Equal("stack/system/c unchanged\nstack/system/b configured\n", (await cli.RunAsync("apply", "-f", "fleet")).Out);
    }

    [Fact]
    public async Task What_the_agent_and_the_contents_own_file_declare_is_not_taken_for_what_people_said()
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        const string Mine = "apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: web, labels: [mine] }\nspec: { content: { files: { compose.yaml: \"services: { w: { image: busybox } }\", plumb.stack.yaml: \"labels: [files]\" } } }";
        var file = cli.Write("web.yaml", Mine);
        Assert.Equal(0, (await cli.RunAsync("apply", "-f", file)).Exit);
        Assert.Equal("stack/system/web unchanged\n", (await cli.RunAsync("apply", "-f", file)).Out);
        cli.Write("web.yaml", Mine.Replace("labels: [mine]", "labels: [files]", StringComparison.Ordinal));
        Assert.Equal("stack/system/web configured\n", (await cli.RunAsync("apply", "-f", file)).Out);
        var stack = await plane.GetAsync("/api/v1/stacks/system%2Fweb");
        Assert.Equal(["files"], stack.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
    }
}
