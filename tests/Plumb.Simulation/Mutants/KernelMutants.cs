using System.Collections.Immutable;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;
using Plumb.Simulation.Toy;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Simulation.Toy.ToySpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Simulation.Toy.ToySpec, Plumb.Simulation.Toy.ToySeen>;

namespace Plumb.Simulation.Mutants;

/// <summary>Sweeps never: what no hint tells of is never repaired.</summary>
public sealed class ActsOnHintsOnly : Mutation<ToySpec, ToySeen>
{
    public override LoopParts<ToySpec, ToySeen> Restore(LoopParts<ToySpec, ToySeen> parts) =>
        parts with { Options = parts.Options with { Interval = TimeSpan.FromDays(10) } };
}

/// <summary>Takes half a look for a whole one.</summary>
public sealed class RemovesOnAPartialLook : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Event> Tell(Event happened) =>
        [happened is Event.WorldSeen { Look.Completeness: Completeness.Partial } seen ? seen with { Look = WorldLook<ToySeen>.Complete(seen.Look.Objects) } : happened];
}

/// <summary>Takes what it cannot see for gone.</summary>
public sealed class ActsOnUnknown : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Event> Tell(Event happened) => happened switch
    {
        Event.WorldSeen { Look.Completeness: Completeness.Unknown } seen => [seen with { Look = WorldLook<ToySeen>.Complete(new Dictionary<ObjectId, ToySeen>()) }],
        Event.ObjectSeen { Look.Seen: Seen.Unknown } seen => [seen with { Look = Look<ToySeen>.Absent() }],
        _ => [happened],
    };
}

/// <summary>Takes all it knows to be desired for all there is.</summary>
public sealed class RemovesBeforeAllIsKnown : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Event> Tell(Event happened) => [happened is Event.DesiredCompleteness ? new Event.DesiredCompleteness(Complete: true) : happened];
}

/// <summary>Now and then starts a second run of what runs.</summary>
public sealed class RunsAnIdTwice : Mutation<ToySpec, ToySeen>
{
    private int _count;

    public override IEnumerable<Command> Order(Command command) => command is Command.Execute && ++_count % 10 == 0 ? [command, command] : [command];
}

/// <summary>Executes one step more at once than may be.</summary>
public sealed class CrowdsItsPlaces : Mutation<ToySpec, ToySeen>
{
    public override LoopParts<ToySpec, ToySeen> Restore(LoopParts<ToySpec, ToySeen> parts) =>
        parts with { Options = parts.Options with { Concurrency = parts.Options.Concurrency + 1 } };
}

/// <summary>A killed process leaves its children behind, and the next one does not wait for them.</summary>
public sealed class OutlivedByItsChildren : Mutation<ToySpec, ToySeen>
{
    public override bool ChildrenOutliveTheProcess => true;
}

/// <summary>Begins anew after a restart, as if nothing had ever failed.</summary>
public sealed class ForgetsFailures : Mutation<ToySpec, ToySeen>
{
    public override LoopParts<ToySpec, ToySeen> Restore(LoopParts<ToySpec, ToySeen> parts) => parts with { Objects = [] };
}

/// <summary>Forgets that a breaker was open.</summary>
public sealed class ForgetsBreakers : Mutation<ToySpec, ToySeen>
{
    public override LoopParts<ToySpec, ToySeen> Restore(LoopParts<ToySpec, ToySeen> parts) => parts with { Worlds = [] };
}

/// <summary>Executes for the spec before the newest.</summary>
public sealed class UsesAStaleDesiredState : Mutation<ToySpec, ToySeen>
{
    private readonly Dictionary<ObjectId, (ToySpec? Before, ToySpec Newest)> _specs = [];

    public override IEnumerable<Event> Tell(Event happened)
    {
        if (happened is Event.SpecSet { Spec: var spec })
            _specs[spec.Id] = (_specs.TryGetValue(spec.Id, out var known) ? known.Newest : null, spec);
        return [happened];
    }

    public override IEnumerable<Command> Order(Command command) =>
        [command is Command.Execute execute && _specs.GetValueOrDefault(execute.Id).Before is { } before ? execute with { Spec = before } : command];
}

/// <summary>A desired change that comes while its object runs is lost.</summary>
public sealed class LosesATriggerInFlight : Mutation<ToySpec, ToySeen>
{
    private readonly HashSet<ObjectId> _running = [];

    public override void Restarted() => _running.Clear();

    public override IEnumerable<Event> Tell(Event happened)
    {
        if (happened is Event.StepEnded ended)
            _running.Remove(ended.Id);
        return happened is Event.SpecSet { Spec: var spec } && _running.Contains(spec.Id) ? [] : [happened];
    }

    public override IEnumerable<Command> Order(Command command)
    {
        if (command is Command.Execute execute)
            _running.Add(execute.Id);
        return [command];
    }
}

/// <summary>Once suspended, suspended for ever.</summary>
public sealed class NeverLiftsAHold : Mutation<ToySpec, ToySeen>
{
    private readonly HashSet<ObjectId> _suspended = [];

    public override void Restarted() => _suspended.Clear();

    public override IEnumerable<Event> Tell(Event happened)
    {
        if (happened is not Event.SpecSet { Spec: var spec })
            return [happened];
        if (spec.Suspended)
            _suspended.Add(spec.Id);
        return [new Event.SpecSet(spec with { Suspended = _suspended.Contains(spec.Id) })];
    }
}

public sealed class IgnoresSuspend : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Event> Tell(Event happened) =>
        [happened is Event.SpecSet { Spec: var spec } ? new Event.SpecSet(spec with { Suspended = false }) : happened];
}

public sealed class IgnoresFences : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Event> Tell(Event happened) => happened is Event.FencedBy ? [] : [happened];
}

/// <summary>Every hint is taken for a person's word: backoffs are passed.</summary>
public sealed class HintsShortenBackoffs : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Event> Tell(Event happened) => [happened is Event.Hinted { Id: { } id } ? new Event.Asked(id, Ask.Sync) : happened];
}

/// <summary>Never backs off at all.</summary>
public sealed class NeverBacksOff : Mutation<ToySpec, ToySeen>
{
    public override LoopParts<ToySpec, ToySeen> Restore(LoopParts<ToySpec, ToySeen> parts) =>
        parts with { Options = parts.Options with { Ladder = new() { BackOffAt = 1000, AlertAt = 1000, BlockAt = 1000 } } };
}

/// <summary>However much fails, goes on.</summary>
public sealed class NeverOpensABreaker : Mutation<ToySpec, ToySeen>
{
    public override LoopParts<ToySpec, ToySeen> Restore(LoopParts<ToySpec, ToySeen> parts) =>
        parts with { Options = parts.Options with { Breaker = new() { Failures = 1000 } } };
}

/// <summary>Serves hints first and always, whoever else waits.</summary>
public sealed class Starves : Mutation<ToySpec, ToySeen>
{
    public override LoopParts<ToySpec, ToySeen> Restore(LoopParts<ToySpec, ToySeen> parts) => parts with { Patience = int.MaxValue - 1 };
}

/// <summary>Each look at the world asks for the next one at once, and each change of a status for another look at it.</summary>
public sealed class Spins : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Event> Tell(Event happened) =>
        happened is Event.ObjectSeen seen ? [seen, new Event.Hinted(seen.Id)] : [happened];
}

/// <summary>Reports everything with each sweep.</summary>
public sealed class WritesOnQuietSweeps : Mutation<ToySpec, ToySeen>
{
    private readonly Dictionary<ObjectId, ObjectStatus> _statuses = [];

    public override void Restarted() => _statuses.Clear();

    public override IEnumerable<Command> Order(Command command)
    {
        if (command is Command.Report report)
            _statuses[report.Status.Id] = report.Status;
        return command is Command.LookAtAll ? [command, .. _statuses.Values.Select(it => new Command.Report(it))] : [command];
    }
}

/// <summary>Removed from the desired state, and not noticed.</summary>
public sealed class IgnoresRemovals : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Event> Tell(Event happened) => happened is Event.SpecRemoved ? [] : [happened];
}

/// <summary>Sends an alert with each failure, and not with each rung.</summary>
public sealed class AlertsWithEachFailure : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Command> Order(Command command) => command is Command.RememberObject { Memory: { Failures.IsEmpty: false } memory }
        ? [command, new Command.Tell(new Alert($"failing:{memory.Id}", memory.Id, Firing: true, "error", "", default))]
        : [command];
}

/// <summary>Says nothing of why an object is held.</summary>
public sealed class ExplainsNothing : Mutation<ToySpec, ToySeen>
{
    public override IEnumerable<Command> Order(Command command) =>
        [command is Command.Report { Status: var status } ? new Command.Report(status with { Holds = ImmutableArray<Kernel.Gates.Hold>.Empty }) : command];
}
