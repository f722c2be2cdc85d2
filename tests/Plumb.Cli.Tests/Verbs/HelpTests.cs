using System.CommandLine;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Tests.Verbs;

public sealed class HelpTests : IDisposable
{
    private readonly Kit.Cli cli = new() { IsRoot = true };

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Every_verb_has_help_that_begins_with_examples_and_documents_every_flag()
    {
        foreach (var command in Verbs(CommandTree.Build(cli.Surroundings(TextWriter.Null, TextWriter.Null))).Where(c => !c.Hidden))
        {
            var path = HelpPage.Path(command).Split(' ')[1..];
            var help = await cli.RunAsync([.. path, "--help"]);
            Assert.True(help.Exit == 0, help.ToString());
            Assert.Equal("Examples:", help.OutLines[1]);
            Assert.All(command.Options.Where(o => !o.Hidden), o => Assert.False(string.IsNullOrEmpty(o.Description), $"{command.Name} {o.Name}"));
            Assert.All(command.Arguments, a => Assert.False(string.IsNullOrEmpty(a.Description), $"{command.Name} {a.Name}"));
        }
    }

    [Fact]
    public void The_page_of_the_command_is_its_help() =>
        Kit.Golden.Same(CommandDocument.Markdown(cli.Surroundings(TextWriter.Null, TextWriter.Null)), "docs", "reference", "command.md");

    [Fact]
    public async Task Every_example_is_a_line_that_is_understood()
    {
        foreach (var verb in Verbs(CommandTree.Build(cli.Surroundings(TextWriter.Null, TextWriter.Null))).OfType<Verb>())
        {
            foreach (var line in verb.Examples.Select(e => e.Line).Where(l => l.StartsWith("plumb ", StringComparison.Ordinal)))
            {
                var words = line["plumb ".Length..].Split(" > ")[0].Split(' ');
                var parse = CommandTree.Build(cli.Surroundings(TextWriter.Null, TextWriter.Null)).Parse([.. words.Select(Cli.Verbs.WaitFlags.Rewrite)], CommandTree.Parsing);
                Assert.True(parse.Errors.Count == 0, $"{line}: {string.Join("; ", parse.Errors.Select(e => e.Message))}");
            }
        }

        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_version_is_told_by_a_verb_and_a_flag_and_for_programs()
    {
        var told = await cli.RunAsync("version");
        Assert.Equal((0, told.Out), ((await cli.RunAsync("--version")).Exit, (await cli.RunAsync("--version")).Out));
        using var json = System.Text.Json.JsonDocument.Parse((await cli.RunAsync("version", "-o", "json")).Out);
        Assert.Equal(told.Out, $"plumb {json.RootElement.GetProperty("version").GetString()}\n");
    }

    [Fact]
    public async Task Verbs_of_later_do_not_exist()
    {
        foreach (var later in new[] { "apply", "task", "pr", "keys", "backup", "restore", "mcp", "rollback", "label", "annotate", "target", "delete" })
            Assert.Equal(2, (await cli.RunAsync(later)).Exit);
    }

    private static IEnumerable<Command> Verbs(Command command) => command.Subcommands.SelectMany(c => Verbs(c).Append(c));
}
