using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb wait KIND NAME --for synced|healthy</c>.</summary>
internal sealed class WaitVerb : ClientVerb
{
    private readonly StackArgument stack;
    private readonly Option<string> goal;
    private readonly TimeoutFlag timeout;

    public WaitVerb(Surroundings surroundings)
        : base(surroundings, "wait", "Waits until a stack is synced or healthy. Exit code 0 when it is, 1 when it cannot be or time ran out.",
            new Example("plumb wait stack web --for synced", "until web is as declared"),
            new Example("plumb wait stack web --for healthy --timeout 2m", "and healthy, for at most two minutes"))
    {
        stack = new(this);
        goal = Flag("--for", "What to wait for: synced or healthy. Default synced.", "synced|healthy");
        goal.CompletionSources.Add(_ => [new("synced"), new("healthy")]);
        timeout = new(this);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var name = stack.Read(parse);
        var awaited = new Awaited(parse.GetValue(goal) is { } word ? GoalWord.Read("--for", word) : Goal.Synced, timeout.Read(parse));
        return await new Waiting(Here, api).ForAsync(await StackPath.OfAsync(api, name, cancellation), name, awaited, null, cancellation);
    }
}
