using System.CommandLine;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Output;

/// <summary><c>-o</c>, with the formats that a verb knows.</summary>
internal sealed class OutputFlag
{
    private readonly Option<string> option;
    private readonly IReadOnlyList<OutputFormat> formats;

    /// <param name="formats">The first is the default.</param>
    public OutputFlag(Verb verb, params IReadOnlyList<OutputFormat> formats)
    {
        this.formats = formats;
        option = verb.Flag("--output", $"How it is written: {string.Join(", ", Words)}.", "FORMAT", "-o");
        option.CompletionSources.Add(_ => Words.Select(w => new System.CommandLine.Completions.CompletionItem(w)));
    }

    private IEnumerable<string> Words => formats.Select(f => f.ToString().ToLowerInvariant());

    /// <exception cref="UsageException">Not one of the formats.</exception>
    public OutputFormat Read(ParseResult parse)
    {
        if (parse.GetValue(option) is not { } word)
        {
            return formats[0];
        }

        foreach (var format in formats)
        {
            if (string.Equals(format.ToString(), word, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        throw new UsageException(UsageCodes.FlagInvalid, $"--output: '{word}' must be one of {string.Join(", ", Words)}, such as {Words.Last()}");
    }
}
