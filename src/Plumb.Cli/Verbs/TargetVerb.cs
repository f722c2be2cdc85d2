using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb target AGENT STACK</c>: an explicit tie.</summary>
internal sealed class TargetVerb : ClientVerb
{
    private readonly Argument<string> agent;
    private readonly Argument<string> stack;
    private readonly Option<bool> remove;

    public TargetVerb(Surroundings surroundings)
        : base(surroundings, "target", "Ties an agent to a stack: it runs the stack, once it serves the stack's publisher. Before that the tie waits.",
            new Example("plumb target edge-1 shop/web", "edge-1 runs shop/web"),
            new Example("plumb target edge-1 shop/web --remove", "unties it: the stack goes from there, under its removal policy"))
    {
        agent = Word("AGENT", "The agent's name.");
        stack = Word("STACK", "The stack's name, PUBLISHER/NAME.");
        remove = Switch("--remove", "Unties them.");
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var (who, what) = (parse.GetValue(agent)!, parse.GetValue(stack)!);
        var path = $"api/v1/agents/{Uri.EscapeDataString(who)}/targets/{Uri.EscapeDataString(what)}";
        if (parse.GetValue(remove))
        {
            await api.DeleteAsync($"untie agent '{who}' from stack '{what}'", path, cancellation);
            Here.Error.WriteLine($"{Clean.Line(what)} is tied to {Clean.Line(who)} no more.");
            return ExitCode.Good;
        }

        var (_, now) = await api.PutAsync($"tie agent '{who}' to stack '{what}'", path, body: null, cancellation);
        var why = now is { } view && view.TryGetProperty("why", out var missing) ? missing.GetString() : null;
        Here.Error.WriteLine($"{Clean.Line(what)} is tied to {Clean.Line(who)}{(why is null ? "." : $", and waits: {Clean.Line(why)}")}");
        return ExitCode.Good;
    }
}
