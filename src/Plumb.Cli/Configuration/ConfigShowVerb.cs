using System.CommandLine;
using System.Text.Json.Nodes;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;
using Plumb.Platform.Secrets;

namespace Plumb.Cli.Configuration;

/// <summary><c>plumb config show</c>: every setting's value and where it came from; secrets masked.</summary>
internal sealed class ConfigShowVerb : Verb, IConfigured
{
    private readonly Surroundings surroundings;
    private readonly OutputFlag output;
    private readonly SettingFlags settings;

    public ConfigShowVerb(Surroundings surroundings)
        : base("show", "Shows every setting, its value, and where the value came from. Secrets are masked. Takes the flags of 'plumb up' and 'plumb agent'.",
            new Example("plumb config show", "what 'plumb up' would run with here"),
            new Example("plumb config show -o yaml", "the same, to begin a plumb.yaml with"))
    {
        this.surroundings = surroundings;
        output = new(this, OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);
        settings = new(this, surroundings, Takers.Up | Takers.Link);
        Runs((parse, _) => Task.FromResult(Show(Load(parse, []), output.Read(parse))));
    }

    public static Command Build(Surroundings surroundings) =>
        new Verb("config", "Shows the configuration.", new Example("plumb config show", "what 'plumb up' would run with here")) { new ConfigShowVerb(surroundings) };

    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier) => settings.Load(parse, earlier);

    private int Show(PlumbConfiguration configuration, OutputFormat format)
    {
        var all = SettingTable.All.Select(configuration.Of).ToList();
        switch (format)
        {
            case OutputFormat.Json:
                JsonOutput.Write(surroundings.Out, new JsonArray([.. all.Select(AsJson)]).ToElement());
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(surroundings.Out, Nested(all).ToElement());
                break;
            default:
                new TableWriter(surroundings, ["SETTING", "VALUE", "FROM"], headers: true).Write(
                    [.. all.Select(g => (IReadOnlyList<Cell>)[g.Setting.Key, string.Join(',', Shown(g)), new(g.From.ToString(), g.From == Origin.Default ? Tone.Quiet : Tone.Good)])]);
                break;
        }

        return ExitCode.Good;
    }

    private static JsonNode AsJson(Given given) => new JsonObject
    {
        ["key"] = given.Setting.Key,
        ["value"] = Value(given),
        ["layer"] = given.From.Layer,
        ["from"] = given.From.Where.Length == 0 ? null : given.From.Where,
    };

    /// <summary>As plumb.yaml has them; what has no value, and secrets, are left out.</summary>
    private static JsonObject Nested(IEnumerable<Given> all)
    {
        var root = new JsonObject();
        foreach (var given in all.Where(g => g.Texts.Count > 0 && !g.Setting.Secret))
        {
            var at = root;
            var steps = given.Setting.Key.Split('.');
            foreach (var step in steps[..^1])
            {
                at = (JsonObject)(at[step] ??= new JsonObject());
            }

            at[steps[^1]] = Value(given);
        }

        return root;
    }

    private static JsonNode? Value(Given given) =>
        given.Setting.Many ? new JsonArray([.. Shown(given).Select(given.Setting.Node)])
        : Shown(given) is [var text] ? given.Setting.Node(text)
        : null;

    private static IReadOnlyList<string> Shown(Given given) =>
        given.Setting.Secret ? [.. given.Texts.Select(_ => SecretMask.Stars)]
        : [.. given.Texts.Select(UrlText)];

    /// <summary>A repository's URL may hold a token.</summary>
    private static string UrlText(string text) => text.Contains("://", StringComparison.Ordinal) ? new SecretMask().Mask(text) : text;
}
