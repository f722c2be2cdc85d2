using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Applying;

/// <summary>What is bad is told with its file, document and line, and then nothing at all is applied.</summary>
public sealed class BadDocumentTests
{
    private const string Good = "apiVersion: plumb/v1\nkind: Publisher\nmetadata: { name: shop }\n---\n";

    [Theory]
    [InlineData("apiVersion: plumb/v1\nkind: [", "fleet.yaml:7")]
    [InlineData("- a", "fleet.yaml:5 (document 2): the document is a list; it must be apiVersion, kind, metadata and spec")]
    [InlineData("apiVersion: v1\nkind: Publisher\nmetadata: { name: a }", "fleet.yaml:5 (document 2): apiVersion is 'v1'; it must be plumb/v1")]
    [InlineData("apiVersion: plumb/v1\nkind: Stak\nmetadata: { name: a }", "fleet.yaml:6 (document 2): kind is 'Stak'; it must be one of Publisher, Source, Agent, Stack, Target; did you mean Stack?")]
    [InlineData("apiVersion: plumb/v1\nkind: Project\nmetadata: { name: a }", "fleet.yaml:6 (document 2): kind is Project, which this version of Plumb has not: projects and tasks come later")]
    [InlineData("apiVersion: plumb/v1\nkind: Task\nmetadata: { name: a }", "kind is Task, which this version of Plumb has not")]
    [InlineData("apiVersion: plumb/v1\nkind: Publisher\nmetadata: { name: a }\nspecs: {}", "fleet.yaml:8 (document 2): specs is not known; did you mean spec?")]
    [InlineData("apiVersion: plumb/v1\nkind: Publisher\nmetadata:\n  name: a\n  labels: [x]", "fleet.yaml:9 (document 2): metadata.labels is not known; expected name")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a }\nspec:\n  polices: {}", "fleet.yaml:9 (document 2): spec.polices is not known; did you mean policies?")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a }\nspec:\n  policies:\n    suspend: maybe", "fleet.yaml:10 (document 2): spec.policies.suspend is 'maybe'; it must be true or false")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a, labels: prod }", "fleet.yaml:7 (document 2): metadata.labels is 'prod'; it must be a list, such as [a, b]")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: 'a b' }", "metadata.name is 'a b'; it must be a name: 1 to 63 of")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nspec: {}", "fleet.yaml:5 (document 2): metadata.name is missing")]
    [InlineData("apiVersion: plumb/v1\nkind: Source\nmetadata: { name: a }", "spec.repository is missing")]
    [InlineData("apiVersion: plumb/v1\nkind: Source\nmetadata: { name: a }\nspec: { repository: /srv/a.git, poll: often }", "spec.poll is 'often'; it must be a duration above zero, such as 30s")]
    [InlineData("apiVersion: plumb/v1\nkind: Source\nmetadata: { name: a }\nspec: { repository: /srv/a.git, discovery: { depth: 17 } }", "spec.discovery.depth is '17'; it must be a whole number from 0 to 16")]
    [InlineData("apiVersion: plumb/v1\nkind: Target\nspec: { agent: edge-1 }", "spec.stack is missing")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a }\nspec: { content: { directory: ./none } }", "spec.content.directory cannot be read")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a }\nspec: { content: { directory: ./a, files: {} } }", "spec.content is a mapping; it must be either")]
    [InlineData("apiVersion: plumb/v1\nkind: Publisher\nmetadata: { name: shop }", "publisher/shop is declared 2 times")]
    public async Task What_a_file_has_wrong_is_misuse_and_nothing_is_applied(string bad, string expected)
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        var ran = await cli.RunAsync("apply", "-f", cli.Write("fleet.yaml", Good + bad));
        Assert.Equal((2, ""), (ran.Exit, ran.Out));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await plane.GetAsync("/api/v1/publishers")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a, publisher: cafe }", "there is no publisher 'cafe', and no document makes it")]
    [InlineData("apiVersion: plumb/v1\nkind: Target\nspec: { agent: edge-1, stack: shop/web }", "there is no agent 'edge-1', and no document makes it")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a }\nspec: { selector: 'env in (' }", "label=env in (")]
    [InlineData("apiVersion: plumb/v1\nkind: Stack\nmetadata: { name: a }\nspec: { content: { files: { compose.yaml: 'services: { w: { image: b, volumes: [/:/host] } }', '../x': '' } } }", "path.parent")]
    public async Task What_only_the_control_plane_can_tell_is_told_before_anything_is_applied(string bad, string expected)
    {
        await using var plane = await ControlPlane.StartAsync("sqlite");
        using var cli = plane.Command();
        var ran = await cli.RunAsync("apply", "-f", cli.Write("fleet.yaml", Good + bad));
        Assert.True((ran.Exit, ran.Out) == (1, ""), ran.ToString());
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.Contains("fleet.yaml:5", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was applied.\n", ran.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await plane.GetAsync("/api/v1/publishers")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task All_errors_of_all_files_are_told_at_once()
    {
        using var cli = new Kit.Cli();
        cli.Write("a.yaml", "apiVersion: plumb/v1\nkind: Source\nmetadata: { name: '-' }\nspec: { poll: 0s, more: 1 }");
        cli.Write("b.yaml", "kind: Stack\nmetadata: { name: a }");
        var ran = await cli.RunAsync("apply", "-f", "a.yaml", "-f", "b.yaml", "-f", "none.yaml");
        Assert.Equal(2, ran.Exit);
        Assert.Equal(6, ran.ErrorLines.Count(line => line.StartsWith("plumb apply: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("there is no document in empty", "-f", "empty")]
    [InlineData("-f is missing")]
    [InlineData("--prune of standard input needs --set NAME", "-f", "-", "--prune")]
    [InlineData("--set: 'a b' must be 1 to 63", "-f", "-", "--set", "a b")]
    public async Task What_makes_no_sense_is_misuse(string expected, params string[] words)
    {
        using var cli = new Kit.Cli();
        Directory.CreateDirectory(Path.Combine(cli.WorkingDirectory, "empty"));
        var ran = await cli.RunAsync(["apply", .. words]);
        Assert.Equal(2, ran.Exit);
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }
}
