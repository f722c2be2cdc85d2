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
    private readonly Argument<string?> stack = new("stack") { Arity = ArgumentArity.ZeroOrOne, Description = "The stack's name." };
    private readonly Option<bool> removals = new("--removals") { Description = "Lets the stacks go that agents hold MassRemoval." };

    public AckVerb(Surroundings surroundings)
        : base(surroundings, "ack", "Acknowledges the differences of a stack that its policy flags: those that are shown, and no others. With --removals: lets the stacks go that are held MassRemoval.",
            new Example("plumb ack web", "show what of web differs, and let it through"),
            new Example("plumb ack --removals", "let the stacks go that went from their source all at once"))
    {
        Add(stack);
        Add(removals);
        Asks(RunAsync);
    }

    private Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation) => (parse.GetValue(stack), parse.GetValue(removals)) switch
    {
        ({ Length: > 0 } name, false) => DifferencesAsync(name, api, cancellation),
        (null or "", true) => RemovalsAsync(api, cancellation),
        _ => throw new CommandException("acknowledge anything", "not one of a stack and --removals was named", "Name one: 'plumb ack STACK' or 'plumb ack --removals'.", exit: ExitCode.Misuse),
    };

    private async Task<int> RemovalsAsync(ApiClient api, CancellationToken cancellation)
    {
        var agents = (await api.GetAsync("list the agents", "api/v1/agents", ClientJson.Reading.PageAgentView, cancellation)).Value.Items;
        var gone = 0;
        foreach (var agent in agents.Select(agent => agent.Name))
        {
            foreach (var name in await LetGoAsync(agent, api, cancellation))
            {
                gone++;
                Here.Out.WriteLine($"- {Clean.Line(name)}");
            }
        }

        Here.Error.WriteLine(gone == 0 ? "No removal waits." : $"{gone} removals acknowledged.");
        return gone == 0 ? ExitCode.Failed : ExitCode.Good;
    }

    private static async Task<IReadOnlyList<string>> LetGoAsync(string agent, ApiClient api, CancellationToken cancellation)
    {
        try
        {
            var path = $"api/v1/agents/{Uri.EscapeDataString(agent)}/removals/ack";
            return (await api.PostAsync($"let the removals of agent '{agent}' through", path, ClientJson.Reading.RemovalAckView, cancellation)).Value.Stacks;
        }
        catch (CommandException none) when (none.Code == "ack.nothing")
        {
            return [];
        }
    }

    private async Task<int> DifferencesAsync(string name, ApiClient api, CancellationToken cancellation)
    {
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
