using System.CommandLine;

namespace Plumb.Cli.Commands;

/// <summary>A line that somebody could type, and what it does.</summary>
public sealed record Example(string Line, string Does);

/// <summary>A command with the examples that its help begins with.</summary>
internal class Verb(string name, string description, params IReadOnlyList<Example> examples) : Command(name, description)
{
    public IReadOnlyList<Example> Examples { get; } = examples;

    /// <summary>A flag with one value.</summary>
    public Option<string> Flag(string name, string description, string valueName, params string[] aliases)
    {
        var option = new Option<string>(name, aliases) { Description = description, HelpName = valueName };
        Add(option);
        return option;
    }

    /// <summary>A flag without a value.</summary>
    public Option<bool> Switch(string name, string description, params string[] aliases)
    {
        var option = new Option<bool>(name, aliases) { Description = description, Arity = ArgumentArity.Zero };
        Add(option);
        return option;
    }

    public Argument<string> Word(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        Add(argument);
        return argument;
    }

    public void Runs(Func<ParseResult, CancellationToken, Task<int>> action) => SetAction(action);
}
