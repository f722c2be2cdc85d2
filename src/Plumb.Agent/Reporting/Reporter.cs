using Plumb.Agent.Desired;
using Plumb.Agent.Hosting;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Decisions;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Compose.Model.ComposeSpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Reporting;

/// <summary>Turns what goes through the loop into reports: one for each thing that changed, none for what did not.</summary>
internal sealed class Reporter(
    ReporterParts parts, Func<ComposeSpec, StackSeen, SyncFacts> facts, TimeProvider time) : ILoopListener<ComposeSpec, StackSeen>
{
    private readonly Lock gate = new();
    private readonly Standings stacks = new(parts.Syncs, facts);

    /// <summary>Told of a stack of which nothing is left.</summary>
    public Action<string> Gone { get; set; } = static _ => { };

    /// <summary>Everything is to be said again: the control plane may know nothing of it.</summary>
    public void ReportAll()
    {
        lock (gate)
        {
            stacks.AnswerAll();
            parts.Worlds.All();
            parts.Outbox.Add(number => new AlertsStanding { Id = NewId(time.GetUtcNow()), Number = number, Firing = parts.Alerts.Firing });
        }

        Settled(time.GetUtcNow());
    }

    /// <summary>A request of this stack was handled: it gets an answer, changed or not.</summary>
    public void Answer(ObjectId id)
    {
        lock (gate)
            stacks.Answer(id);
        Settled(time.GetUtcNow());
    }

    /// <summary>A breaker request of this world was handled.</summary>
    public void Answer(string world)
    {
        lock (gate)
            parts.Worlds.Handled(world);
        Settled(time.GetUtcNow());
    }

    /// <summary>All stacks that cannot be prepared at present.</summary>
    public void NotPrepared(IReadOnlyList<PreparationFailure> failures)
    {
        lock (gate)
            stacks.NotPrepared(failures, time.GetUtcNow());
        Settled(time.GetUtcNow());
    }

    /// <summary>These stacks should be here no more.</summary>
    public void Departing(IReadOnlyList<TargetStack> departing)
    {
        lock (gate)
        {
            foreach (var stack in departing)
                stacks.Departing(stack);
        }
    }

    /// <summary>Something about the agent itself fires, or is resolved.</summary>
    /// <param name="onlyOnce">Not when it fires already, also since an earlier process.</param>
    public void Tell(Alert alert, bool onlyOnce)
    {
        lock (gate)
        {
            if (!onlyOnce || !parts.Alerts.IsFiring(alert.Key))
                Say(alert);
        }
    }

    public void Happened(DateTimeOffset now, Event happened)
    {
        lock (gate)
        {
            switch (happened)
            {
                case Event.SpecSet set:
                    stacks.Desired(set.Spec);
                    break;
                case Event.SpecRemoved removed:
                    stacks.Change(removed.Id, s => s with { Removed = true });
                    break;
                case Event.WorldSeen seen:
                    parts.Worlds.Reachable(seen.Look.Completeness == Completeness.Unknown ? seen.Look.Why ?? "unknown" : null);
                    stacks.LookedAtAll(seen.Look, now);
                    break;
                case Event.ObjectSeen seen:
                    stacks.Looked(seen.Id, seen.Look, now);
                    break;
                default:
                    break;
            }
        }
    }

    public void Ordered(DateTimeOffset now, Command command)
    {
        lock (gate)
        {
            switch (command)
            {
                case Command.Execute step:
                    stacks.Change(step.Id, static s => s with { Executing = true });
                    break;
                case Command.Report report:
                    stacks.Change(report.Status.Id, s => Stands(s, report.Status));
                    break;
                case Command.Record record:
                    Decided(record.Decision);
                    break;
                case Command.Forget forgotten:
                    Forgotten(forgotten.Id);
                    break;
                case Command.Tell told:
                    Say(told.Alert);
                    break;
                case Command.RememberWorld kept:
                    parts.Worlds.Breaker(kept.Memory);
                    break;
                case Command.WorldReachable reachable:
                    parts.Worlds.Reachable(reachable.WhyNot);
                    break;
                default:
                    break;
            }
        }
    }

    public void Settled(DateTimeOffset now)
    {
        lock (gate)
        {
            foreach (var (stack, handled) in stacks.TakeChanged(parts.HandledOf))
                parts.Outbox.Add(number => StackReports.Of(stack, handled, NewId(now), number));
            foreach (var world in parts.Worlds.Take())
                parts.Outbox.Add(number => new WorldReport { Id = NewId(now), Number = number, World = world, Handled = parts.HandledOf(world.World) });
        }
    }

    private static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();

    private static StackStanding Stands(StackStanding stack, ObjectStatus status)
    {
        var good = stack.Seen == Seen.Present && status is { Differing: null, Health: Health.Healthy, Failures.IsEmpty: true };
        return stack with
        {
            Status = status,
            Executing = stack.Executing && status.Activity == Activity.Running,
            Sync = good ? stack.Sync?.Good(stack.Facts.SyncedAt) : stack.Sync,
        };
    }

    private void Decided(Decision decision)
    {
        var stack = stacks.Find(decision.Object);
        parts.Failpoints.Reach(AgentFailpoints.DecisionBeforeOutbox);
        parts.Outbox.Add(number => new DecisionReport
        {
            Id = decision.Id,
            Number = number,
            Decision = Views.Of(decision, stack?.Target.Name, parts.Agent, stack?.Target.Revision),
        });
        parts.Failpoints.Reach(AgentFailpoints.DecisionAfterOutbox);
        stacks.Change(decision.Object, s => s with { Executing = false, Sync = SyncRecord.After(s.Sync, decision) });
    }

    private void Forgotten(ObjectId id)
    {
        if (stacks.Remove(id) is not { } last)
            return;
        var none = last with { Removed = true, Executing = false, Seen = Seen.Absent, Actual = null, Facts = SyncFacts.None, Status = null, Shown = StackStatus.Missing };
        parts.Outbox.Add(number => StackReports.Of(none, [], NewId(time.GetUtcNow()), number));
        parts.Outbox.Add(number => new StackGone { Id = NewId(time.GetUtcNow()), Number = number, StackId = id.Value });
        Gone(id.Value);
    }

    private void Say(Alert alert)
    {
        var stack = alert.Object is { } id ? stacks.Find(id)?.Target.Name : null;
        if (parts.Alerts.Told(alert, parts.Agent, stack) is { } view)
            parts.Outbox.Add(number => new AlertReport { Id = NewId(alert.At), Number = number, Alert = view });
    }
}
