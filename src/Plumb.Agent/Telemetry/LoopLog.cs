using Microsoft.Extensions.Logging;
using Plumb.Agent.Hosting;
using Plumb.Compose.Model;
using Plumb.Contracts.Json;
using Plumb.Kernel;
using Plumb.Kernel.Decisions;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Compose.Model.ComposeSpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Telemetry;

/// <summary>Writes the log events whose names are a public contract. A quiet world writes none.</summary>
internal sealed partial class LoopLog(string agent, ILogger<LoopLog> log) : ILoopListener<ComposeSpec, StackSeen>
{
    private readonly ObjectNames names = new();
    private readonly Dictionary<ObjectId, (Step Step, string Decision)> running = [];
    private readonly Dictionary<ObjectId, string> decided = [];
    private readonly List<(string Name, ObjectStatus Status)> standing = [];
    private readonly Dictionary<ObjectId, ObjectStatus> last = [];
    private readonly Dictionary<ObjectId, int> failed = [];
    private readonly Dictionary<string, BreakerPosition> breakers = new(StringComparer.Ordinal);

    public void Happened(DateTimeOffset now, Event happened)
    {
        names.Note(happened);
        if (happened is not Event.StepEnded ended || !running.TryGetValue(ended.Id, out var run))
            return;
        var (name, duration) = (names.Of(ended.Id), Duration.Format(ended.Duration));
        using var scope = Stack(name, run.Decision);
        if (Words.Error(ended.Outcome) is { } error)
            StepFailed(log, name, agent, run.Step.Action, error, duration);
        else
            StepSucceeded(log, name, agent, run.Step.Action, duration);
    }

    public void Ordered(DateTimeOffset now, Command command)
    {
        switch (command)
        {
            case Command.Execute order:
                using (Stack(names.Of(order.Id), order.Decision))
                    Begins(order);
                break;
            case Command.RememberObject { Memory: var kept }:
                failed[kept.Id] = kept.Failures.IsEmpty ? 0 : kept.Failures.Max(it => it.Count);
                break;
            case Command.Record record:
                Decided(record.Decision);
                break;
            case Command.Report report:
                standing.Add((names.Of(report.Status.Id), report.Status));
                break;
            case Command.RememberWorld kept:
                Breaker(kept.Memory);
                break;
            case Command.Forget gone:
                Settled(now);
                last.Remove(gone.Id);
                failed.Remove(gone.Id);
                break;
            default:
                break;
        }

        names.Note(command);
    }

    /// <summary>How things stand is told when the event is over: only then is it known which decision says so.</summary>
    public void Settled(DateTimeOffset now)
    {
        foreach (var (name, status) in standing)
            Stands(name, status);
        standing.Clear();
        decided.Clear();
    }

    /// <summary>Who gathers logs asks for all lines of a stack by this field; an object may be a world, too.</summary>
    private IDisposable? Stack(string name, string? decision)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal) { ["stack"] = name };
        if (decision is not null)
            fields["decision"] = decision;
        return log.BeginScope(fields);
    }

    private void Begins(Command.Execute order)
    {
        if (!running.ContainsKey(order.Id))
            ReconcileStarted(log, names.Of(order.Id), agent, order.Step.Why);
        running[order.Id] = (order.Step, order.Decision);
        StepStarted(log, names.Of(order.Id), agent, order.Step.Action, order.Step.Changes);
    }

    private void Decided(Decision decision)
    {
        running.Remove(decision.Object);
        decided[decision.Object] = decision.Id;
        var (name, duration) = (names.Of(decision.Object), Duration.Format(decision.Duration));
        using var scope = Stack(name, decision.Id);
        switch (decision.Outcome)
        {
            case DecisionOutcome.Succeeded:
                ReconcileSucceeded(log, name, agent, decision.Id, duration);
                break;
            case DecisionOutcome.Failed or DecisionOutcome.Interrupted:
                var error = decision.Steps.FirstOrDefault(s => s.Error is not null)?.Error ?? Words.Of(decision.Outcome);
                // The ladder: once is a warning, again is an error.
                ReconcileFailed(log, failed.GetValueOrDefault(decision.Object) > 1 ? LogLevel.Error : LogLevel.Warning, name, agent, decision.Id, error, duration);
                break;
            default:
                // Held: the hold itself is told when it is placed.
                break;
        }
    }

    private void Stands(string name, ObjectStatus status)
    {
        var before = last.GetValueOrDefault(status.Id);
        last[status.Id] = status;
        using var scope = Stack(name, decided.GetValueOrDefault(status.Id) ?? (running.TryGetValue(status.Id, out var run) ? run.Decision : null));
        if (status.Differing is not null && status.Differing != before?.Differing)
            DriftSeen(log, name, agent, string.Join("; ", status.Differences.Take(5).Select(Words.Of)), status.Differences.Length);
        foreach (var hold in status.Holds.Where(h => before is null || !before.Holds.Any(b => b.Reason == h.Reason)))
            HoldPlaced(log, name, agent, hold.Reason.ToString(), hold.Message, hold.Lift);
        foreach (var hold in before?.Holds.Where(b => !status.Holds.Any(h => h.Reason == b.Reason)) ?? [])
            HoldLifted(log, name, agent, hold.Reason.ToString());
    }

    private void Breaker(WorldMemory memory)
    {
        var before = breakers.GetValueOrDefault(memory.World, BreakerPosition.Closed);
        breakers[memory.World] = memory.Position;
        if (memory.Position == BreakerPosition.Open && before != BreakerPosition.Open)
            BreakerOpened(log, memory.World, agent, memory.OpenedBy ?? "failures", memory.TryAt);
        else if (memory.Position == BreakerPosition.Closed && before != BreakerPosition.Closed)
            BreakerClosed(log, memory.World, agent);
    }
}
