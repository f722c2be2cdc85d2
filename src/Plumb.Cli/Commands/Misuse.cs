using System.CommandLine;
using System.CommandLine.Parsing;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Commands;

/// <summary>A command line that could not be understood, in words of ours.</summary>
internal static class Misuse
{
    /// <summary>Every error of the command line, a line each.</summary>
    public static IReadOnlyList<Complaint> Errors(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        // After a command that is not known nothing else means anything.
        var unmatched = command.Subcommands.Count > 0 ? parse.UnmatchedTokens.Take(1) : parse.UnmatchedTokens;
        var errors = unmatched.Select(token => Unmatched(command, token)).ToList();
        errors.AddRange(FlagsTakenForWords(parse).Select(token => Unmatched(command, token)));
        errors.AddRange(parse.Errors.Select(e => e.Message.TrimEnd('.')).Where(message => !IsSaidAlready(message, parse)).Select(message => Better(message, command)));
        return errors;
    }

    public static int Report(Surroundings surroundings, Command command, IEnumerable<Complaint> errors)
    {
        var path = HelpPage.Path(command);
        foreach (var error in errors)
            surroundings.Error.WriteLine($"{path}: {error}");
        surroundings.Error.WriteLine($"Try '{path} --help'.");
        return ExitCode.Misuse;
    }

    /// <summary>The parser takes an unknown flag for a name where a name may stand; after <c>--</c> it is meant so.</summary>
    private static IEnumerable<string> FlagsTakenForWords(ParseResult parse)
    {
        var meant = parse.Tokens.SkipWhile(t => t.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Where(t => t.Value is ['-', _, ..] && !meant.Contains(t)).Select(t => t.Value);
    }

    private static Complaint Unmatched(Command command, string token)
    {
        if (token.StartsWith('-'))
        {
            var name = token.Split('=', 2)[0];
            return new(UsageCodes.FlagUnknown, $"unknown flag '{name}'{Closest.Hint(name, command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Append(o.Name)))}");
        }

        return command.Subcommands.Count > 0
            ? new(UsageCodes.CommandUnknown, $"unknown command '{token}'{Closest.Hint(token, command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}")
            : new(UsageCodes.WordInvalid, $"unexpected word '{token}'");
    }

    private static Complaint Better(string message, Command command) =>
        message.StartsWith("Required command", StringComparison.Ordinal)
            ? new(UsageCodes.WordInvalid, $"one of {string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))} is missing")
            : new(message.Contains("option", StringComparison.Ordinal) ? UsageCodes.FlagInvalid : UsageCodes.WordInvalid, message);

    private static bool IsSaidAlready(string message, ParseResult parse) =>
        message.StartsWith("Unrecognized command or argument", StringComparison.Ordinal)
        || (parse.UnmatchedTokens.Count > 0 && message.StartsWith("Required command", StringComparison.Ordinal));
}
