using System.Text.Json;
using Plumb.TestKit;

namespace Plumb.Cli.Tests.Naming;

/// <summary>The doors of the command: flags, variables and files of the agent's own configuration, words of verbs, and documents that are applied.</summary>
public sealed class DoorTests
{
    private const string Head = "apiVersion: plumb/v1\nkind: ";

    /// <summary>Documents that are applied, by where the name stands in them.</summary>
    private static Dictionary<string, string> Documents { get; } = new(StringComparer.Ordinal)
    {
        ["publisher"] = "Publisher\nmetadata: { name: NAME }",
        ["source"] = "Source\nmetadata: { name: NAME }\nspec: { repository: /srv/a.git }",
        ["source's agent"] = "Source\nmetadata: { name: a }\nspec: { repository: /srv/a.git, agent: NAME }",
        ["agent"] = "Agent\nmetadata: { name: NAME }",
        ["agent's label"] = "Agent\nmetadata: { name: a, labels: [NAME] }",
        ["agent's annotation"] = "Agent\nmetadata: { name: a, annotations: { NAME: v } }",
        ["stack"] = "Stack\nmetadata: { name: NAME }",
        ["stack's publisher"] = "Stack\nmetadata: { name: a, publisher: NAME }",
        ["stack's label"] = "Stack\nmetadata: { name: a, labels: [NAME] }",
        ["stack's annotation"] = "Stack\nmetadata: { name: a, annotations: { NAME: v } }",
        ["stack's dependsOn"] = "Stack\nmetadata: { name: a }\nspec: { policies: { dependsOn: [NAME] } }",
        ["target's agent"] = "Target\nspec: { agent: NAME, stack: shop/web }",
    };

    [Fact]
    public async Task Every_door_takes_the_same_names_and_refuses_the_same_ones()
    {
        using var cli = new Kit.Cli();
        cli.Environment["PLUMB_SERVER"] = "http://127.0.0.1:1";
        var wrong = new List<string>();
        foreach (var (name, good) in NameTable.Names)
        {
            foreach (var (door, exit) in Names(cli).Concat(Documents.Select(door => Applied(cli, door.Key, door.Value))))
            {
                if (IsSaid(door, name) && await exit(name) is var ended && (ended != 2) != good)
                {
                    wrong.Add($"{door} {JsonSerializer.Serialize(name)}: exit {ended}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_door_takes_the_same_values_and_refuses_the_same_ones()
    {
        using var cli = new Kit.Cli();
        cli.Environment["PLUMB_SERVER"] = "http://127.0.0.1:1";
        var wrong = new List<string>();
        foreach (var (value, good) in NameTable.Values)
        {
            foreach (var (door, exit) in Values(cli))
            {
                if (await exit(value) is var ended && (ended != 2) != good)
                {
                    wrong.Add($"{door} {JsonSerializer.Serialize(value)}: exit {ended}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>A comma parts two names where a flag takes several; a dash at the end takes a mark; an annotation's key ends at the first equals sign.</summary>
    private static bool IsSaid(string door, string name) =>
        !(name.Contains(',', StringComparison.Ordinal) && door is "--label" or "--subscribe")
        && !(door is "label" or "annotate" && name.EndsWith('-'))
        && !(door == "annotate" && name.Contains('=', StringComparison.Ordinal));

    private static Dictionary<string, Func<string, Task<int>>> Names(Kit.Cli cli) => new(StringComparer.Ordinal)
    {
        ["--agent-name"] = name => ExitAsync(cli, "config", "show", $"--agent-name={name}"),
        ["--label"] = name => ExitAsync(cli, "config", "show", $"--label={name}"),
        ["--annotation"] = name => name.Contains('=', StringComparison.Ordinal) ? Task.FromResult(2) : ExitAsync(cli, "config", "show", $"--annotation={name}=v"),
        ["--subscribe"] = name => ExitAsync(cli, "config", "show", $"--subscribe={name}"),
        ["--instance"] = name => ExitAsync(cli, "config", "show", $"--instance={name}"),
        ["--source.name"] = name => ExitAsync(cli, "config", "show", $"--source.name={name}"),
        ["plumb.yaml"] = name => FileAsync(cli, $"agent: {{ labels: [{JsonSerializer.Serialize(name)}] }}"),
        // No control plane answers: 1 says that the word was taken.
        ["label"] = name => ExitAsync(cli, "label", "agent", "edge-1", "--", name),
        ["annotate"] = name => ExitAsync(cli, "annotate", "agent", "edge-1", "--", $"{name}=v"),
        ["apply --set"] = name => ApplyAsync(cli, "Publisher\nmetadata: { name: a }", $"--set={name}"),
    };

    private static KeyValuePair<string, Func<string, Task<int>>> Applied(Kit.Cli cli, string door, string document) =>
        new($"applied {door}", name => ApplyAsync(cli, document.Replace("NAME", JsonSerializer.Serialize(name), StringComparison.Ordinal)));

    private static Dictionary<string, Func<string, Task<int>>> Values(Kit.Cli cli) => new(StringComparer.Ordinal)
    {
        ["--annotation"] = value => ExitAsync(cli, "config", "show", $"--annotation=key={value}"),
        ["plumb.yaml"] = value => FileAsync(cli, $"agent: {{ annotations: {{ key: {JsonSerializer.Serialize(value)} }} }}"),
        ["annotate"] = value => ExitAsync(cli, "annotate", "agent", "edge-1", $"key={value}"),
        ["applied agent"] = value => ApplyAsync(cli, $"Agent\nmetadata: {{ name: a, annotations: {{ key: {JsonSerializer.Serialize(value)} }} }}"),
        ["applied stack"] = value => ApplyAsync(cli, $"Stack\nmetadata: {{ name: a, annotations: {{ key: {JsonSerializer.Serialize(value)} }} }}"),
    };

    private static async Task<int> ExitAsync(Kit.Cli cli, params string[] words) => (await cli.RunAsync(words)).Exit;

    private static Task<int> ApplyAsync(Kit.Cli cli, string document, params string[] flags)
    {
        cli.Input = Head + document;
        return ExitAsync(cli, ["apply", "-f", "-", .. flags]);
    }

    private static async Task<int> FileAsync(Kit.Cli cli, string text)
    {
        var file = cli.Write("plumb.yaml", text);
        var exit = await ExitAsync(cli, "config", "show");
        File.Delete(file);
        return exit;
    }
}
