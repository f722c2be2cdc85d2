using System.CommandLine;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Commands;

/// <summary>The flags of a command that come from the table of settings.</summary>
internal sealed class SettingFlags
{
    private readonly Dictionary<Setting, Option<string[]>> options = [];
    private readonly Option<string> config = new("--config") { Description = "Read this configuration file.", HelpName = "FILE" };
    private readonly Surroundings surroundings;
    private readonly Takers takers;

    public SettingFlags(Command command, Surroundings surroundings, Takers takers)
    {
        this.surroundings = surroundings;
        this.takers = takers;
        command.Add(config);
        foreach (var setting in SettingTable.Of(takers))
        {
            var option = OptionOf(setting, surroundings);
            options.Add(setting, option);
            command.Add(option);
        }
    }

    /// <exception cref="UsageException">With every error there is.</exception>
    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier)
    {
        var errors = new List<Complaint>(earlier);
        var given = options.Select(pair => Read(parse, pair.Key, pair.Value, errors)).OfType<Given>().ToList();
        return ConfigurationLoader.Load(surroundings, given, parse.GetValue(config), takers, errors);
    }

    private static Option<string[]> OptionOf(Setting setting, Surroundings surroundings)
    {
        var suffix = setting.Secret ? "-file" : "";
        var forms = setting.FlagForms.Select(f => $"--{f}{suffix}").ToArray();
        var option = new Option<string[]>(forms[0], forms[1..])
        {
            Description = Describe(setting, surroundings),
            HelpName = setting.Secret ? "FILE" : setting.Called,
            Arity = new(setting.IsSwitch ? 0 : 1, 100_000),
        };
        option.CompletionSources.Add(_ => setting.Words.Select(w => new System.CommandLine.Completions.CompletionItem(w)));
        return option;
    }

    private static string Describe(Setting setting, Surroundings surroundings) =>
        setting.Secret ? $"{setting.Doc} Read from this file."
        : setting.DefaultText(surroundings) is { Count: > 0 } fallback ? $"{setting.Doc} Default {string.Join(',', fallback)}."
        : setting.Doc;

    private Given? Read(ParseResult parse, Setting setting, Option<string[]> option, List<Complaint> errors)
    {
        if (parse.GetResult(option) is not { Implicit: false } result)
            return null;

        var from = Origin.Flag(result.IdentifierToken?.Value ?? option.Name);
        if (result.IdentifierTokenCount > 1 && !setting.Many)
        {
            errors.Add(new(UsageCodes.FlagInvalid, $"{from} is given {result.IdentifierTokenCount} times; give it once"));
            return null;
        }

        var texts = result.Tokens.Select(t => t.Value).ToArray();
        if (setting.Secret)
            return texts.Length == 0 ? null : SecretSetting.Read(surroundings, setting, texts[0], from, errors);
        if (texts.Length == 0)
            return setting.IsSwitch ? new(setting, ["on"], from) : null;
        return new(setting, setting.SplitsAtCommas ? [.. texts.SelectMany(t => t.Split(','))] : texts, from);
    }
}
