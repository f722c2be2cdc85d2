using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb explain KIND NAME</c>: why it is as it is, in the control plane's words.</summary>
internal sealed class ExplainVerb : ClientVerb
{
    private readonly StackArgument stack;
    private readonly OutputFlag output;

    public ExplainVerb(Surroundings surroundings)
        : base(surroundings, "explain", "Tells why a stack is as it is: what should be, what is, what holds it and until when, and what was done.",
            new Example("plumb explain stack web", "why web is as it is"),
            new Example("plumb explain web -o json", "the same as the API tells it"))
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
        var answer = await api.GetAsync($"explain stack '{name}'", $"{path}/explain", ClientJson.Reading.ExplainView, cancellation);
        switch (format)
        {
            case OutputFormat.Json:
                JsonOutput.Write(Here.Out, answer.Raw);
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(Here.Out, answer.Raw);
                break;
            default:
                Here.Out.WriteLine(Clean.Block(answer.Value.Text).TrimEnd());
                break;
        }

        return ExitCode.Good;
    }
}
