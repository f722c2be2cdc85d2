using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;

namespace Plumb.Cli.Verbs;

/// <summary>The word for a kind.</summary>
internal sealed class KindArgument
{
    private readonly Argument<string> word;

    public KindArgument(Verb verb)
    {
        word = verb.Word("KIND", $"One of {string.Join(", ", AllKinds.List.Select(k => k.Plural))}; the singular will do.");
        word.CompletionSources.Add(_ => AllKinds.List.Select(k => new System.CommandLine.Completions.CompletionItem(k.Plural)));
    }

    /// <exception cref="UsageException">No such kind.</exception>
    public Kind Read(ParseResult parse) => AllKinds.Named(parse.GetValue(word)!);
}

/// <summary>The name of one of the kind that the word before it names.</summary>
internal sealed class NameOfKind : Argument<string?>, INamesOf
{
    public NameOfKind(bool optional = false)
        : base("NAME")
    {
        Description = optional ? "One of them; all when it is left out." : "Its name, as 'plumb get KIND' shows it.";
        Arity = optional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
    }

    Kind? INamesOf.Of(IReadOnlyList<string> before) =>
        before is [.., var word] ? AllKinds.List.FirstOrDefault(k => k.Plural == word || k.Singular == word) : null;
}
