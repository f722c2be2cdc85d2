using System.CommandLine;
using System.Reflection;
using System.Text;

namespace Plumb.Cli.Commands;

/// <summary>The command as a page of the documentation: its help, its exit codes, its codes of misuse.</summary>
internal static class CommandDocument
{
    public static string Markdown(Surroundings surroundings)
    {
        var page = new StringBuilder();
        page.AppendLine("# The command").AppendLine();
        page.AppendLine("Data goes to standard output, all else to standard error. There is colour on a terminal only, and none with `NO_COLOR`.").AppendLine();
        Table(page, "exit code", "when", typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (f.GetRawConstantValue()!.ToString()!, ExitMeaning[f.Name])));
        page.AppendLine().AppendLine("Misuse has a stable code in brackets at the end of each line; what the API refuses has one of its [problems](problems.md).").AppendLine();
        Table(page, "code", "when", typeof(UsageCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => ((string)f.GetRawConstantValue()!, UsageMeaning[f.Name])));
        foreach (var command in CommandTree.Build(surroundings).Subcommands.Where(c => !c.Hidden))
        {
            Section(page, command);
        }

        return page.ToString();
    }

    private static Dictionary<string, string> ExitMeaning { get; } = new(StringComparer.Ordinal)
    {
        [nameof(ExitCode.Good)] = "Done; for `diff`, nothing differs.",
        [nameof(ExitCode.Failed)] = "It failed, or there is a difference.",
        [nameof(ExitCode.Misuse)] = "Wrong flags, words or configuration; for `diff`, any error.",
        [nameof(ExitCode.Interrupted)] = "Ended by Ctrl-C.",
        [nameof(ExitCode.Terminated)] = "Ended by SIGTERM before it was done; `up` ends with 0.",
    };

    private static Dictionary<string, string> UsageMeaning { get; } = new(StringComparer.Ordinal)
    {
        [nameof(UsageCodes.CommandUnknown)] = "There is no such command.",
        [nameof(UsageCodes.FlagUnknown)] = "The command has no such flag.",
        [nameof(UsageCodes.FlagInvalid)] = "A flag is given twice, lacks its value, has a wrong one, or does not go with the kind.",
        [nameof(UsageCodes.WordInvalid)] = "A word is missing, one is too many, or it is not one of those that may stand there.",
        [nameof(UsageCodes.KindUnknown)] = "There is no such kind of thing.",
        [nameof(UsageCodes.ConfigValue)] = "A setting has a wrong value, in a flag, in the environment or in a file.",
        [nameof(UsageCodes.ConfigKey)] = "A configuration file has a key that is no setting, or says a thing twice.",
        [nameof(UsageCodes.ConfigFile)] = "A configuration file cannot be read, or is not YAML.",
    };

    private static void Table(StringBuilder page, string left, string right, IEnumerable<(string Left, string Right)> rows)
    {
        page.AppendLine($"| {left} | {right} |").AppendLine("| --- | --- |");
        foreach (var row in rows)
        {
            page.AppendLine($"| `{row.Left}` | {row.Right} |");
        }
    }

    private static void Section(StringBuilder page, Command command)
    {
        var help = new StringWriter { NewLine = "\n" };
        HelpPage.Write(command, help);
        page.AppendLine().AppendLine($"## {HelpPage.Path(command)}").AppendLine().AppendLine("```text").Append(help).AppendLine("```");
        foreach (var sub in command.Subcommands.Where(c => !c.Hidden))
        {
            Section(page, sub);
        }
    }
}
