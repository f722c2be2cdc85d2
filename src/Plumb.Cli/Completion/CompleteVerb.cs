using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Plumb.Cli.Commands;
using Plumb.Cli.Verbs;
using Plumb.Contracts.Json;

namespace Plumb.Cli.Completion;

/// <summary><c>plumb __complete POINT LINE</c>, which the scripts of the shells call: the words that could stand at that place, a line each.</summary>
internal sealed class CompleteVerb : Verb
{
    /// <summary>How long a key press waits for the control plane, for machines on which the usual is too short.</summary>
    private const string PatienceVariable = "PLUMB_COMPLETION_PATIENCE";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private readonly Surroundings surroundings;

    public CompleteVerb(Surroundings surroundings)
        : base("__complete", "Words for the shells.")
    {
        this.surroundings = surroundings;
        Hidden = true;
        var point = Word("POINT", "Where the cursor stands, counted from 0.");
        var line = Word("LINE", "The whole line.");
        Runs(async (parse, cancellation) =>
        {
            var text = parse.GetValue(line)!;
            if (int.TryParse(parse.GetValue(point), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= text.Length)
            {
                text = text[..at];
            }

            foreach (var word in await WordsAsync(text, cancellation))
            {
                await surroundings.Out.WriteLineAsync(word);
            }

            return ExitCode.Good;
        });
    }

    private async Task<IEnumerable<string>> WordsAsync(string line, CancellationToken cancellation)
    {
        var words = CommandLineParser.SplitCommandLine(line).Skip(1).ToList();
        var current = line.Length > 0 && !char.IsWhiteSpace(line[^1]) && words.Count > 0 ? words[^1] : "";
        var before = current.Length > 0 ? words[..^1] : words;

        // A shell takes the part after '=' as a word of its own.
        var equals = current.StartsWith('-') ? current.IndexOf('=', StringComparison.Ordinal) : -1;
        if (equals > 0)
        {
            before = [.. before, current[..equals]];
            current = current[(equals + 1)..];
        }

        var root = CommandTree.Build(surroundings);
        var parse = root.Parse(before, CommandTree.Parsing);
        var command = parse.CommandResult.Command;
        if (WantsValue(command, before) is { } option)
        {
            return Fitting(option.CompletionSources.SelectMany(s => s(System.CommandLine.Completions.CompletionContext.Empty)).Select(c => c.Label), current);
        }

        if (current.StartsWith('-'))
        {
            return Fitting(command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Append(o.Name)).Where(n => n.StartsWith("--", StringComparison.Ordinal)), current);
        }

        if (command.Subcommands.Any(c => !c.Hidden))
        {
            // After a command that is not known nothing is.
            return parse.UnmatchedTokens.Count > 0 ? [] : Fitting(command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name), current);
        }

        return Fitting(await PositionAsync(command, parse, cancellation), current);
    }

    /// <summary>The flag that stands last and still lacks its value; null when there is none.</summary>
    private static Option? WantsValue(Command command, IReadOnlyList<string> before) =>
        before is [.., ['-', ..] last] && command.Options.FirstOrDefault(o => o.Name == last || o.Aliases.Contains(last)) is { Arity.MaximumNumberOfValues: > 0 } option
            ? option
            : null;

    private async Task<IEnumerable<string>> PositionAsync(Command command, ParseResult parse, CancellationToken cancellation)
    {
        var given = parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).ToList();
        var at = given.Count;
        foreach (var argument in command.Arguments)
        {
            if (at < argument.Arity.MaximumNumberOfValues)
            {
                var fixedWords = argument.CompletionSources.SelectMany(s => s(System.CommandLine.Completions.CompletionContext.Empty)).Select(c => c.Label);
                return argument is INamesOf names && names.Of(given) is { } kind && command is ClientVerb verb
                    ? fixedWords.Concat(await NamesAsync(verb, kind, parse, cancellation))
                    : fixedWords;
            }

            at -= argument.Arity.MaximumNumberOfValues;
        }

        return [];
    }

    private async Task<IEnumerable<string>> NamesAsync(ClientVerb verb, Kinds.Kind kind, ParseResult parse, CancellationToken cancellation)
    {
        try
        {
            var patience = Duration.TryParse(surroundings.Environment.GetValueOrDefault(PatienceVariable, ""), out var own) ? own : Patience;
            using var api = verb.Open(parse, patience);
            return (await kind.ListAsync(api, new(), wide: false, TimeProvider.System, cancellation)).Select(row => row.Name);
        }
        catch (Exception error) when (error is CommandException or UsageException)
        {
            // A key press is no place to complain: without a control plane there are no names.
            return [];
        }
    }

    private static IEnumerable<string> Fitting(IEnumerable<string> words, string current) =>
        words.Where(w => w.StartsWith(current, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
