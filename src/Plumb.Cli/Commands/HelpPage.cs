using System.CommandLine;
using System.CommandLine.Invocation;

namespace Plumb.Cli.Commands;

/// <summary>Help: what it does, examples, then every word it takes.</summary>
internal sealed class HelpPage(TextWriter output) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, output);
        return ExitCode.Good;
    }

    public static void Write(Command command, TextWriter output)
    {
        output.WriteLine(command.Description);
        if (command is Verb { Examples.Count: > 0 } verb)
        {
            output.WriteLine();
            output.WriteLine("Examples:");
            Columns(output, verb.Examples.Select(e => ($"  {e.Line}", $"# {e.Does}")));
        }

        output.WriteLine();
        output.WriteLine($"Usage: {Usage(command)}");
        Section(output, "Commands", command.Subcommands.Where(c => !c.Hidden).Select(c => ($"  {c.Name}", c.Description ?? "")));
        Section(output, "Arguments", command.Arguments.Select(a => ($"  {a.Name}", a.Description ?? "")));
        Section(output, "Flags", Options(command).Select(o => ($"  {Names(o)}", o.Description ?? "")));
        if (command.Subcommands.Any(c => !c.Hidden))
        {
            output.WriteLine();
            output.WriteLine($"'{Path(command)} COMMAND --help' tells more about a command.");
        }
    }

    /// <summary><c>plumb breaker open</c>.</summary>
    public static string Path(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "plumb" : $"{Path(parent)} {command.Name}";
    }

    private static string Usage(Command command)
    {
        var words = new List<string> { Path(command) };
        if (command.Subcommands.Any(c => !c.Hidden))
            words.Add("COMMAND");
        words.AddRange(command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : a.Name));
        if (Options(command).Any())
            words.Add("[flags]");
        return string.Join(' ', words);
    }

    private static IEnumerable<Option> Options(Command command) => command.Options.Where(o => !o.Hidden);

    private static string Names(Option option)
    {
        var names = option.Aliases.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).Append(option.Name);
        var value = option.Arity.MaximumNumberOfValues == 0 ? "" : $" {option.HelpName ?? "VALUE"}";
        return string.Join(", ", names) + value;
    }

    private static void Section(TextWriter output, string title, IEnumerable<(string Left, string Right)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return;

        output.WriteLine();
        output.WriteLine($"{title}:");
        Columns(output, all);
    }

    private static void Columns(TextWriter output, IEnumerable<(string Left, string Right)> rows)
    {
        var all = rows.ToList();
        var width = Math.Min(all.Max(r => r.Left.Length), 44);
        foreach (var (left, right) in all)
            output.WriteLine($"{left.PadRight(width)}  {right}".TrimEnd());
    }
}
