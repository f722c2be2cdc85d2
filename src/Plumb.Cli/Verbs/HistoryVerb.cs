using System.CommandLine;
using System.Globalization;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb history STACK</c>: its deployment objects, newest first.</summary>
internal sealed class HistoryVerb : ClientVerb
{
    private readonly StackArgument stack;
    private readonly OutputFlag output;

    public HistoryVerb(Surroundings surroundings)
        : base(surroundings, "history", "Lists what a stack was and should be: its deployment objects, newest first.",
            new Example("plumb history web", "every content that web had"))
    {
        stack = new(this);
        output = new(this, OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var name = stack.Read(parse);
        var format = output.Read(parse);
        var path = await StackPath.OfAsync(api, name, cancellation);
        var answer = await api.GetAsync($"read the history of stack '{name}'", $"{path}/history", ClientJson.Reading.PageDeploymentObjectView, cancellation);
        switch (format)
        {
            case OutputFormat.Json:
                JsonOutput.Write(Here.Out, answer.Raw);
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(Here.Out, answer.Raw);
                break;
            default:
                var now = Here.Time.GetUtcNow();
                new TableWriter(Here, ["SEQUENCE", "CURRENT", "REVISION", "PUBLISHED", "BY", "MESSAGE"], headers: true).Write(
                [
                    .. answer.Value.Items.Select(o => (IReadOnlyList<Cell>)
                    [
                        o.Sequence.ToString(CultureInfo.InvariantCulture), new(o.Pinned ? "pinned" : o.Current ? "yes" : "", Tone.Good), StackKind.Short(o.Revision),
                        Age.Of(o.PublishedAt, now), o.PublishedBy, o.CommitMessage,
                    ]),
                ]);
                break;
        }

        return ExitCode.Good;
    }
}
