using System.CommandLine;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;

namespace Plumb.Cli.Verbs;

/// <summary>The name of a stack, with or without the word <c>stack</c> before it.</summary>
internal sealed class StackArgument
{
    private readonly Argument<string[]> words;

    public StackArgument(Verb verb)
    {
        words = new NamesOf(StackKind.Kind, "STACK")
        {
            Description = "The stack's name, as 'plumb get stacks' shows it; 'stack NAME' will do as well.",
            Arity = new(1, 2),
        };
        verb.Add(words);
    }

    /// <exception cref="UsageException">Two words, and the first is not <c>stack</c>.</exception>
    public string Read(ParseResult parse) => parse.GetValue(words) switch
    {
        [var name] => name,
        ["stack" or "stacks", var name] => name,
        [var kind, ..] => throw new UsageException(UsageCodes.WordInvalid, AllKinds.List.Any(k => k.Singular == kind || k.Plural == kind)
            ? $"this is for stacks, not for {kind}; write 'stack NAME' or NAME"
            : $"one stack at a time: '{kind}' is not a kind; write 'stack NAME' or NAME"),
        _ => throw new UsageException(UsageCodes.WordInvalid, "a stack's name is missing; write 'stack NAME' or NAME"),
    };
}

/// <summary>Words whose completion is the names of what there is of a kind.</summary>
internal sealed class NamesOf(Kind kind, string name) : Argument<string[]>(name), INamesOf
{
    Kind? INamesOf.Of(IReadOnlyList<string> before) => before is [] or ["stack" or "stacks"] ? kind : null;
}

/// <summary>An argument that completes to names which the control plane knows.</summary>
internal interface INamesOf
{
    /// <param name="before">The words of the verb before the one that is completed.</param>
    Kind? Of(IReadOnlyList<string> before);
}
