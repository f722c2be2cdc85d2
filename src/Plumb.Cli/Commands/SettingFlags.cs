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

    /// <param name="alias">A further name of a setting's flag, where the verb itself says what is meant.</param>
    public SettingFlags(Command command, Surroundings surroundings, Takers takers, params IReadOnlyList<(Setting Setting, string Flag)> alias)
    {
        this.surroundings = surroundings;
        this.takers = takers;
        command.Add(config);
        foreach (var setting in SettingTable.Of(takers))
        {
            var option = OptionOf(setting, surroundings);
            foreach (var (_, flag) in alias.Where(a => a.Setting == setting))
                option.Aliases.Add(flag);
            options.Add(setting, option);
            command.Add(option);
        }
    }

    /// <exception cref="UsageException">With every error there is.</exception>
    /// <param name="also">Given by flags of the verb's own.</param>
    public PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier, params IReadOnlyList<Given> also)
    {
        var errors = new List<Complaint>(earlier);
        List<Given> given = [.. also];
        given.AddRange(options.Select(pair => Read(parse, pair.Key, pair.Value, errors)).OfType<Given>());
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
