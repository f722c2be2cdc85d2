using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Verbs;

/// <summary>What is asked of a stack, and what is said when it was taken.</summary>
/// <param name="Tried">Completes "could not …", before the stack's name.</param>
/// <param name="Done">Completes "NAME: …".</param>
/// <param name="Waits">What <c>--wait</c> waits for; null where there is nothing to wait for.</param>
internal sealed record StackAction(string Word, string Description, string Tried, string Done, Goal? Waits, params IReadOnlyList<Example> Examples);

/// <summary>A verb that asks something of a stack.</summary>
internal sealed class ActionVerb : ClientVerb
{
    private readonly StackAction action;
    private readonly StackArgument stack;
    private readonly WaitFlags? wait;

    public ActionVerb(Surroundings surroundings, StackAction action)
        : base(surroundings, action.Word, action.Description, action.Examples)
    {
        this.action = action;
        stack = new(this);
        wait = action.Waits is { } goal ? new(this, goal) : null;
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var name = stack.Read(parse);
        var goal = wait?.Read(parse);
        var path = await StackPath.OfAsync(api, name, cancellation);
        var answer = await api.PostAsync($"{action.Tried} stack '{name}'", $"{path}/{action.Word}", ClientJson.Reading.ActionView, cancellation);
        Here.Error.WriteLine($"{Output.Clean.Line(name)}: {action.Done}");
        return goal is null ? ExitCode.Good : await new Waiting(Here, api).ForAsync(path, name, goal, answer.Value.RequestId, cancellation);
    }
}
