using Plumb.Kernel.Decisions;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Kernel.Tests.ToySpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Kernel.Tests.ToySpec, Plumb.Kernel.Tests.ToySeen>;

namespace Plumb.Kernel.Tests;

/// <summary>The real loop over a toy world, with a clock that is moved by hand. Commands are carried out at once unless kept back.</summary>
public sealed class LoopRig
{
    private readonly ReconcileLoop<ToySpec, ToySeen> _loop;
    private readonly Queue<Command> _todo = new();
    private DateTimeOffset? _wake;
    private int _ids;

    public LoopRig(
        LoopOptions? options = null, IPlanner<ToySpec, ToySeen>? planner = null, LoopRig? after = null, Func<double>? randomness = null)
    {
        Options = options ?? new LoopOptions { Jitter = 0 };
        if (after is not null)
            (Now, World, Objects, Worlds) = (after.Now, after.World, after.Objects, after.Worlds);
        _loop = new(planner ?? new ToyPlanner(), Options, Objects.Values, Worlds.Values, randomness ?? (() => 0.5), () => $"d{++_ids}");
    }

    public LoopOptions Options { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Dictionary<ObjectId, ToySeen> World { get; } = [];

    /// <summary>What the host keeps of objects across restarts.</summary>
    public Dictionary<ObjectId, ObjectMemory> Objects { get; } = [];

    public Dictionary<string, WorldMemory> Worlds { get; } = [];

    public List<Command> Commands { get; } = [];

    /// <summary>Why the world cannot be seen; null when it can.</summary>
    public string? Unreachable { get; set; }

    /// <summary>Why the whole world is only seen in part; null when it is seen whole.</summary>
    public string? Partial { get; set; }

    /// <summary>How a step ends; null when it does what it should.</summary>
    public Func<ObjectId, ToyStep, StepOutcome?> Fails { get; set; } = (_, _) => null;

    /// <summary>Called after each step that succeeded: the place for people who meddle.</summary>
    public Action<ObjectId> AfterStep { get; set; } = _ => { };

    /// <summary>Commands that are not carried out until <see cref="Release"/>.</summary>
    public Func<Command, bool> KeepBack { get; set; } = _ => false;

    public List<Command> KeptBack { get; } = [];

    public IEnumerable<Command.LookAtAll> Sweeps => Commands.OfType<Command.LookAtAll>();

    public IEnumerable<Command.LookAt> Looks => Commands.OfType<Command.LookAt>();

    public IEnumerable<Command.Execute> Executed => Commands.OfType<Command.Execute>();

    public IEnumerable<Decision> Decisions => Commands.OfType<Command.Record>().Select(it => it.Decision);

    public IEnumerable<Alert> Alerts => Commands.OfType<Command.Tell>().Select(it => it.Alert);

    public IEnumerable<ObjectStatus> Reports => Commands.OfType<Command.Report>().Select(it => it.Status);

    public IEnumerable<string> Firing => Alerts.GroupBy(it => it.Key, StringComparer.Ordinal).Where(it => it.Last().Firing).Select(it => it.Key);

    public ObjectStatus Status(string id) => Reports.Last(it => it.Id == new ObjectId(id));

    public IEnumerable<HoldReason> Holds(string id) => Status(id).Holds.Select(it => it.Reason);

    /// <summary>Starts the loop with these desired, in versions "1"; all that is desired is then known.</summary>
    public LoopRig Start(params string[] ids)
    {
        foreach (var id in ids)
            Want(id);
        Send(new Event.DesiredCompleteness(Complete: true));
        Send(new Event.Started());
        return this;
    }

    public void Want(string id, string version = "1", bool suspended = false, string[]? dependsOn = null, PlannedHold? hold = null) =>
        Send(new Event.SpecSet(new ToySpec(new(id), version)
        {
            Suspended = suspended,
            DependsOn = [.. (dependsOn ?? []).Select(it => new ObjectId(it))],
            StepHold = hold,
        }));

    public void Unwant(string id) => Send(new Event.SpecRemoved(new(id)));

    public void Hint(string? id = null) => Send(new Event.Hinted(id is null ? null : new ObjectId(id)));

    public void Ask(string id, Ask ask = Kernel.Loop.Ask.Sync) => Send(new Event.Asked(new(id), ask));

    public void Break(string id) => World.Remove(new(id));

    public string? Version(string id) => World.GetValueOrDefault(new ObjectId(id))?.Version;

    /// <summary>Lets time pass, waking the loop whenever it asked for it.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        for (var wakes = 0; _wake <= until; wakes++)
        {
            Assert.True(wakes < 10_000, "the loop spins");
            Now = _wake.Value > Now ? _wake.Value : Now;
            Send(new Event.Ticked());
        }

        Now = until;
    }

    public void Pass(int seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>One interval and a little.</summary>
    public void Sweep() => Pass(Options.Interval + TimeSpan.FromSeconds(1));

    public void Send(Event happened)
    {
        Handle(happened);
        for (var carried = 0; _todo.TryDequeue(out var command); carried++)
        {
            Assert.True(carried < 100_000, $"the loop spins without time passing: {command}");
            Carry(command);
        }
    }

    /// <summary>Carries out what was kept back, and keeps nothing back any more.</summary>
    public void Release()
    {
        KeepBack = _ => false;
        var kept = KeptBack.ToArray();
        KeptBack.Clear();
        foreach (var command in kept)
        {
            Answer(command);
            while (_todo.TryDequeue(out var next))
                Carry(next);
        }
    }

    /// <summary>Carries out the first that was kept back; what follows may be kept back again.</summary>
    public void ReleaseOne()
    {
        var first = KeptBack[0];
        KeptBack.RemoveAt(0);
        Answer(first);
        while (_todo.TryDequeue(out var next))
            Carry(next);
    }

    private void Handle(Event happened)
    {
        var commands = new List<Command>();
        _loop.Handle(Now, happened, commands);
        Commands.AddRange(commands);
        commands.ForEach(_todo.Enqueue);
    }

    private void Carry(Command command)
    {
        if (KeepBack(command))
            KeptBack.Add(command);
        else
            Answer(command);
    }

    private void Answer(Command command)
    {
        switch (command)
        {
            case Command.LookAtAll look:
                Handle(new Event.WorldSeen(look.Sweep, LookAtAll()));
                break;
            case Command.LookAt look:
                Handle(new Event.ObjectSeen(look.Id, look.Run, LookAt(look.Id)));
                break;
            case Command.Execute execute:
                Handle(new Event.StepEnded(execute.Id, execute.Run, Execute(execute.Id, (ToyStep)execute.Step), TimeSpan.Zero));
                break;
            case Command.Wake wake:
                _wake = wake.At;
                break;
            case Command.RememberObject { Memory: var memory }:
                if (memory.IsEmpty)
                    Objects.Remove(memory.Id);
                else
                    Objects[memory.Id] = memory;
                break;
            case Command.RememberWorld { Memory: var memory }:
                Worlds[memory.World] = memory;
                break;
        }
    }

    private WorldLook<ToySeen> LookAtAll() => Unreachable is not null ? WorldLook<ToySeen>.Unknown(Unreachable)
        : Partial is not null ? WorldLook<ToySeen>.Partial(new Dictionary<ObjectId, ToySeen>(World), Partial)
        : WorldLook<ToySeen>.Complete(new Dictionary<ObjectId, ToySeen>(World));

    private Look<ToySeen> LookAt(ObjectId id) => Unreachable is not null ? Look<ToySeen>.Unknown(Unreachable)
        : World.TryGetValue(id, out var seen) ? Look<ToySeen>.Present(seen) : Look<ToySeen>.Absent();

    private StepOutcome Execute(ObjectId id, ToyStep step)
    {
        if (Unreachable is not null)
            return new StepOutcome.Unreachable(Unreachable);
        if (Fails(id, step) is { } outcome)
            return outcome;
        if (step.Makes is null)
            World.Remove(id);
        else
            World[id] = new(step.Makes);
        AfterStep(id);
        return StepOutcome.Done;
    }
}
