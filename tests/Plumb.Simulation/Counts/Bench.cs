using System.Collections.Immutable;
using Plumb.Kernel;
using Plumb.Kernel.Decisions;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Simulation.Checks;
using Plumb.Simulation.Play;
using Plumb.Simulation.Toy;

namespace Plumb.Simulation.Counts;

/// <summary>One agent in virtual time with nothing going wrong but what a test arranges, and all that its loop ordered. K2 to K12 are watched as ever.</summary>
internal sealed class Bench : Check<ToySpec, ToySeen>
{
    private readonly Actor<ToySpec, ToySeen> _actor;
    private readonly List<(TimeSpan At, LoopCommand<ToySpec> What)> _ordered = [];
    private readonly List<(TimeSpan At, LoopCommand<ToySpec>.Execute Step)> _executed = [];

    public Bench(int seed, int objects)
    {
        var calm = Script.Of(seed) with
        {
            Agents = 1,
            Objects = objects,
            Concurrency = 1,
            Crash = 0,
            Loss = 0,
            Failure = 0,
            Hidden = 0,
        };
        _actor = new(calm, number: 0, Time, World, new(), this);
        foreach (var id in _actor.Ids)
            _actor.Desire.Specs[id] = Version(id, 1);
    }

    public VirtualTime Time { get; } = new();

    public ToyUniverse World { get; } = new();

    public ObjectId[] Ids => _actor.Ids;

    public IReadOnlyList<(TimeSpan At, LoopCommand<ToySpec> What)> All => _ordered;

    public IReadOnlyList<(TimeSpan At, LoopCommand<ToySpec>.Execute Step)> Executed => _executed;

    /// <summary>Firing ones and resolved ones; what a new process resolves because an earlier one may have fired it is left out.</summary>
    public IEnumerable<Alert> Alerts => _ordered.Select(it => it.What).OfType<LoopCommand<ToySpec>.Tell>().Select(it => it.Alert)
        .Where(it => it.Key != $"unreachable:{ToyStep.Toys}");

    public IEnumerable<ObjectStatus> Reports => _ordered.Select(it => it.What).OfType<LoopCommand<ToySpec>.Report>().Select(it => it.Status);

    public IEnumerable<Decision> Decisions => _ordered.Select(it => it.What).OfType<LoopCommand<ToySpec>.Record>().Select(it => it.Decision);

    public WorldMemory? Breaker => _actor.Host.Disk.Worlds.GetValueOrDefault(ToyStep.Toys);

    public ObjectStatus Status(ObjectId id) => _actor.Host.Statuses[id];

    public Bench Start()
    {
        _actor.Host.Start();
        _actor.Host.Fetch();
        return this;
    }

    public void Pass(TimeSpan time) => Time.PassUntil(Time.Now + time);

    public void PassUntil(Func<bool> seen, TimeSpan most)
    {
        var until = Time.Now + most;
        while (!seen() && Time.PassToNext(until))
        {
        }

        Assert.True(seen(), $"not seen within {most}");
    }

    public void Post(LoopEvent<ToySpec, ToySeen> happened) => _actor.Host.Post(happened);

    /// <summary>Everything is desired in another version.</summary>
    public void WantAll(int version)
    {
        foreach (var id in Ids)
            _actor.Desire.Specs[id] = Version(id, version);
        _actor.Host.Fetch();
    }

    /// <summary>Somebody takes everything away.</summary>
    public void TakeAllAway()
    {
        World.Clear();
        foreach (var id in Ids)
            _actor.Stage.Disturbed(id);
    }

    public override void Ordered(Moment now, LoopCommand<ToySpec> command)
    {
        _ordered.Add((now.Time, command));
        if (command is LoopCommand<ToySpec>.Execute step)
            _executed.Add((now.Time, step));
    }

    private static ToySpec Version(ObjectId id, int version) => new(id, ImmutableSortedDictionary<string, int>.Empty.Add("a", version));
}
