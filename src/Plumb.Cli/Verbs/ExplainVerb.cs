using System.CommandLine;
using System.Text.Json;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Explaining;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb explain KIND NAME</c>: why it is as it is. Of a stack in the control plane's words.</summary>
internal sealed class ExplainVerb : ClientVerb
{
    private readonly Argument<string[]> words = new NamesOfAny();
    private readonly OutputFlag output;

    public ExplainVerb(Surroundings surroundings)
        : base(surroundings, "explain", "Tells why a thing is as it is: what should be, what is, what holds it and until when, and what was done.",
            new Example("plumb explain stack web", "why web is as it is"),
            new Example("plumb explain source main", "what was read of it, or why it cannot be"),
            new Example("plumb explain agent local", "what it can see, and what it serves"),
            new Example("plumb explain target edge-1/shop/web", "whether the tie has an effect, and why not"),
            new Example("plumb explain web -o json", "a stack, as the API tells it"))
    {
        Add(words);
        output = new(this, OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var (kind, name) = parse.GetValue(words) switch
        {
            [var stack] => (StackKind.Kind, stack),
            [var word, var one] => (AllKinds.Named(word), one),
            _ => throw new UsageException(UsageCodes.WordInvalid, "a name is missing; write 'KIND NAME', or the NAME of a stack"),
        };
        var format = output.Read(parse);
        if (kind != StackKind.Kind)
        {
            var found = await kind.OneAsync(api, name, wide: false, Here.Time, cancellation);
            var lines = format == OutputFormat.Table ? await new Explanations(api, Here.Time.GetUtcNow()).OfAsync(kind, found.Raw, cancellation) : [];
            Tell(format, found.Raw, () => Words(lines));
            return ExitCode.Good;
        }

        var path = await StackPath.OfAsync(api, name, cancellation);
        var answer = await api.GetAsync($"explain stack '{name}'", $"{path}/explain", ClientJson.Reading.ExplainView, cancellation);
        Tell(format, answer.Raw, () => Here.Out.WriteLine(Clean.Block(answer.Value.Text).TrimEnd()));
        return ExitCode.Good;
    }

    private void Tell(OutputFormat format, JsonElement raw, Action words)
    {
        switch (format)
        {
            case OutputFormat.Json:
                JsonOutput.Write(Here.Out, raw);
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(Here.Out, raw);
                break;
            default:
                words();
                break;
        }
    }

    private void Words(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Here.Out.WriteLine(Clean.Line(line));
        }
    }

    /// <summary>A kind and a name, or a stack's name alone.</summary>
    private sealed class NamesOfAny : Argument<string[]>, INamesOf
    {
        public NamesOfAny()
            : base("NAME")
        {
            Description = $"A kind and a name, such as 'source main'; or a stack's name. Kinds: {string.Join(", ", AllKinds.List.Select(kind => kind.Plural))}.";
            Arity = new(1, 2);
        }

        Kind? INamesOf.Of(IReadOnlyList<string> before) => before is [] ? StackKind.Kind
            : before is [var word] ? AllKinds.List.FirstOrDefault(kind => kind.Singular == word || kind.Plural == word)
            : null;
    }
}
