using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb ack STACK</c>: shows what differs, and lets exactly that through.</summary>
internal sealed class AckVerb : ClientVerb
{
    private readonly StackArgument stack;

    public AckVerb(Surroundings surroundings)
        : base(surroundings, "ack", "Acknowledges the differences of a stack that its policy flags: those that are shown, and no others.",
            new Example("plumb ack web", "show what of web differs, and let it through"))
    {
        stack = new(this);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var name = stack.Read(parse);
        var path = await StackPath.OfAsync(api, name, cancellation);
        var seen = (await api.GetAsync($"look at stack '{name}'", path, ClientJson.Reading.StackView, cancellation)).Value;
        foreach (var difference in seen.Differences)
        {
            Here.Out.WriteLine(DifferenceLine.Of(Here, difference));
        }

        var body = new AckBody { ComposeHash = seen.Record.ComposeHash, Fingerprint = seen.Record.Fingerprint };
        await api.PostAsync($"acknowledge the differences of stack '{name}'", $"{path}/ack", body, PlumbJson.Default.AckBody, ClientJson.Reading.AckView, cancellation);
        Here.Error.WriteLine($"{Clean.Line(name)}: acknowledged");
        return ExitCode.Good;
    }
}
