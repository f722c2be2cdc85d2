using Plumb.Cli.Client;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Verbs;

/// <summary>Waits until a stack is as it was asked to be, and shows how it stands meanwhile.</summary>
internal sealed class Waiting(Surroundings surroundings, ApiClient api)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <param name="path">The stack's place in the API.</param>
    /// <param name="request">What was asked before; only what is seen after an agent has handled it counts. Null: what is seen now counts.</param>
    /// <returns>0 when it is there, 1 when it failed or time ran out.</returns>
    public async Task<int> ForAsync(string path, string name, Awaited awaited, string? request, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(awaited.Timeout, surroundings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var line = new StatusLine(surroundings);
        StackView? last = null;
        try
        {
            while (true)
            {
                var stack = (await api.GetAsync($"wait for stack '{name}'", path, ClientJson.Reading.StackView, either.Token)).Value;
                last = stack;
                line.Show($"{name}: {StackKind.Status(stack).Text} {stack.Record.ContainersRunning}/{stack.Record.ContainersTotal}{(stack.Record.Held is { } held ? $", held {held}" : "")}");
                var handled = request is null || stack.Pending.All(p => p.Id != request);
                if (handled && awaited.Goal.IsReached(stack))
                {
                    line.End($"{name}: {Word(awaited.Goal)}");
                    return ExitCode.Good;
                }

                if (handled && Goals.Hopeless(stack) is { } why)
                {
                    line.End("");
                    throw new CommandException($"wait until stack '{name}' is {Word(awaited.Goal)}", why, $"'plumb explain stack {name}' tells more.");
                }

                await Task.Delay(Pause, surroundings.Time, either.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            line.End("");
            throw new CommandException(
                $"wait until stack '{name}' is {Word(awaited.Goal)}",
                $"after {Duration.Format(awaited.Timeout)} it is {(last is null ? "unknown" : StackKind.Status(last).Text)}{(last?.Record.LastSyncError is { } error ? $": {error}" : "")}",
                $"'plumb explain stack {name}' tells why; --timeout waits longer.");
        }
    }

    private static string Word(Goal goal) => goal.ToString().ToLowerInvariant();
}
