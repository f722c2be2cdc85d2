using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;
using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb diff STACK</c>: what a reconcile would change. Exit 0 none, 1 some, 2 error.</summary>
internal sealed class DiffVerb : ClientVerb, IFailsAs
{
    private readonly StackArgument stack;
    private readonly OutputFlag output;

    public DiffVerb(Surroundings surroundings)
        : base(surroundings, "diff", "Shows what a reconcile would change. Exit code 0: nothing; 1: something; 2: an error.",
            new Example("plumb diff web", "look at web now and show what differs"),
            new Example("plumb diff web -o json", "the same as the API tells it"))
    {
        stack = new(this);
        output = new(this, OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);
        Asks(RunAsync);
    }

    public int FailureExit => ExitCode.Misuse;

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var name = stack.Read(parse);
        var format = output.Read(parse);
        var path = await StackPath.OfAsync(api, name, cancellation);
        var answer = await api.GetAsync($"compare stack '{name}'", $"{path}/diff", ClientJson.Reading.DiffView, cancellation);
        switch (format)
        {
            case OutputFormat.Json:
                JsonOutput.Write(Here.Out, answer.Raw);
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(Here.Out, answer.Raw);
                break;
            default:
                Show(answer.Value);
                break;
        }

        return answer.Value.Differences.Count == 0 ? ExitCode.Good : ExitCode.Failed;
    }

    private void Show(DiffView diff)
    {
        foreach (var difference in diff.Differences)
        {
            Here.Out.WriteLine(DifferenceLine.Of(Here, difference));
        }

        if (!diff.Fresh)
        {
            Here.Error.WriteLine(diff.LookedAt is null
                ? "No agent has looked at it yet."
                : $"No fresh look could be made; this is how it was {Age.Of(diff.LookedAt, Here.Time.GetUtcNow())} ago.");
        }
        else if (diff.Differences.Count == 0)
        {
            Here.Error.WriteLine($"{diff.Stack}: no difference.");
        }
    }
}
