using System.CommandLine;
using System.Text.Json.Nodes;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;
using Plumb.Contracts.Naming;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb label</c> and <c>plumb annotate</c>: marks of stacks and agents, given and taken in one call.</summary>
internal abstract class MarkVerb : ClientVerb
{
    private static readonly string[] Kinds = ["stack", "agent"];

    private readonly Argument<string> kind;
    private readonly Argument<string> name;
    private readonly Argument<string[]> marks;

    protected MarkVerb(Surroundings surroundings, string word, string description, string called, string marking, params IReadOnlyList<Example> examples)
        : base(surroundings, word, description, examples)
    {
        kind = Word("KIND", "stack or agent.");
        kind.CompletionSources.Add(_ => Kinds.Select(k => new System.CommandLine.Completions.CompletionItem(k)));
        name = Word("NAME", "Its name or id; of a stack PUBLISHER/NAME.");
        marks = new(called) { Description = marking, Arity = ArgumentArity.OneOrMore };
        Add(marks);
        Asks(RunAsync);
    }

    /// <summary>Below <c>labels/</c> or <c>annotations/</c>, with a body where it is given one; null body and taken where it ends in a dash.</summary>
    protected abstract Mark Read(string text);

    protected static UsageException Wrong(string text, string expected) => new(UsageCodes.WordInvalid, $"'{Clean.Line(text)}' must be {expected}");

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var word = parse.GetValue(kind)!;
        var of = Kinds.FirstOrDefault(k => k == word || $"{k}s" == word) ?? throw new UsageException(UsageCodes.KindUnknown, $"'{Clean.Line(word)}' has no marks; stacks and agents have");
        var all = parse.GetValue(marks)!.Select(Read).ToList();
        var whose = parse.GetValue(name)!;
        var path = await ObjectPath.OfAsync(api, of, whose, cancellation);
        foreach (var mark in all)
        {
            var tried = $"{Name} {of} '{whose}'";
            var place = $"{path}/{mark.Place}/{Uri.EscapeDataString(mark.Name)}";
            if (mark.IsTaken)
            {
                await api.DeleteAsync(tried, place, cancellation);
            }
            else
            {
                await api.PutAsync(tried, place, mark.Body, cancellation);
            }

            Here.Error.WriteLine($"{Clean.Line(whose)}: {mark.Name} {(mark.IsTaken ? "taken" : "given")}.");
        }

        return ExitCode.Good;
    }

    /// <param name="Place"><c>labels</c> or <c>annotations</c>.</param>
    protected sealed record Mark(string Place, string Name, bool IsTaken, JsonNode? Body);
}

/// <summary><c>plumb label KIND NAME LABEL… LABEL-…</c>.</summary>
internal sealed class LabelVerb(Surroundings surroundings) : MarkVerb(
    surroundings, "label", "Gives labels to a stack or an agent, or takes them.", "LABEL", "A label to give; with a dash at its end, to take.",
    new Example("plumb label agent edge-1 prod eu", "edge-1 runs every stack with one of these labels, of the publishers that it serves"),
    new Example("plumb label stack shop/web prod-", "takes the label prod"))
{
    protected override Mark Read(string text)
    {
        var (label, taken) = text.EndsWith('-') ? (text[..^1], true) : (text, false);
        return NameRule.Holds(label) ? new("labels", label, taken, Body: null) : throw Wrong(text, $"a label: {NameRule.Expected}");
    }
}

/// <summary><c>plumb annotate KIND NAME KEY=VALUE… KEY-…</c>.</summary>
internal sealed class AnnotateVerb(Surroundings surroundings) : MarkVerb(
    surroundings, "annotate", "Gives annotations to a stack or an agent, or takes them.", "KEY=VALUE", "An annotation to give; KEY- takes it.",
    new Example("plumb annotate agent edge-1 region=eu", "edge-1 runs every stack that has region=eu too, of the publishers that it serves"),
    new Example("plumb annotate stack shop/web region-", "takes the annotation region"))
{
    protected override Mark Read(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 && text.EndsWith('-') && NameRule.Holds(text[..^1]))
        {
            return new("annotations", text[..^1], IsTaken: true, Body: null);
        }

        return equals > 0 && NameRule.Holds(text[..equals]) && NameRule.HoldsForValue(text[(equals + 1)..])
            ? new("annotations", text[..equals], IsTaken: false, new JsonObject { ["value"] = text[(equals + 1)..] })
            : throw Wrong(text, $"KEY=VALUE or KEY-, with a key of {NameRule.Expected}, and a value to 256 characters");
    }
}
