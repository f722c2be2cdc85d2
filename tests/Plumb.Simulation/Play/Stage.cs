using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>One host's world with what goes wrong in it: outages, half looks, steps that fail, hang or are cut off.</summary>
public sealed class Stage<TSpec, TSeen>(
    VirtualTime time, Random random, IUniverse<TSpec, TSeen> universe, Desire<TSpec> desire, Trouble trouble, LoopOptions options)
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<ObjectId, int> _executing = [];
    private readonly Dictionary<ObjectId, int> _meddled = [];
    private int _life;

    public IUniverse<TSpec, TSeen> Universe => universe;

    public Desire<TSpec> Desire => desire;

    public Trouble Trouble => trouble;

    public LoopOptions Options => options;

    /// <summary>Why the world cannot be seen or changed; null when it can.</summary>
    public string? Outage { get; set; }

    /// <summary>Why the whole world is seen in part only; null when it is seen whole.</summary>
    public string? Partial { get; set; }

    public string? FencedWhy { get; set; }

    /// <summary>Objects whose steps fail.</summary>
    public HashSet<ObjectId> Broken { get; } = [];

    /// <summary>How often somebody meddled with the object, or a step on it did not go as it said.</summary>
    public int DisturbancesOf(ObjectId id) => _meddled.GetValueOrDefault(id);

    public void Disturbed(ObjectId id) => _meddled[id] = DisturbancesOf(id) + 1;

    public WorldLook<TSeen> LookAtAll(IReadOnlyDictionary<ObjectId, TSpec> desired, DateTimeOffset now)
    {
        if (Outage is not null)
            return WorldLook<TSeen>.Unknown(Outage);
        var objects = universe.LookAtAll(desired, now);
        return Partial is null
            ? WorldLook<TSeen>.Complete(objects)
            : WorldLook<TSeen>.Partial(objects.Where(_ => random.Next(3) > 0).ToDictionary(it => it.Key, it => it.Value), Partial);
    }

    public Look<TSeen> LookAt(ObjectId id, TSpec? spec, DateTimeOffset now) =>
        Outage is not null ? Look<TSeen>.Unknown(Outage)
        : trouble.HidesObject() ? Look<TSeen>.Unknown("the engine did not answer in time")
        : universe.LookAt(id, spec, now);

    /// <summary>The process died: what it was doing ends where it is.</summary>
    public void KillSteps()
    {
        _life++;
        foreach (var id in _executing.Keys)
            Disturbed(id);
        _executing.Clear();
    }

    public void Execute(LoopCommand<TSpec>.Execute command, Action<StepOutcome, TimeSpan> ended)
    {
        if (!_executing.TryAdd(command.Id, _life))
            throw new InvariantException("K5", $"a step of {command.Id} starts while another one runs");
        new Execution(this, command, ended).Next();
    }

    private TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least)));

    /// <summary>One step under way: part by part, until it is done, fails, hangs, or its process dies.</summary>
    private sealed class Execution(Stage<TSpec, TSeen> stage, LoopCommand<TSpec>.Execute command, Action<StepOutcome, TimeSpan> ended)
    {
        private readonly int _life = stage._life;
        private readonly TimeSpan _began = stage.Now;
        private readonly IReadOnlyList<Func<string?>> _parts = stage.Universe.Parts(command.Id, command.Spec, command.Step);
        private readonly bool _fails = stage.Broken.Contains(command.Id) || stage.Trouble.FailsStep();
        private int _next;

        public void Next()
        {
            var isHanging = _fails && stage.Chance(0.05);
            var pause = isHanging ? command.Step.Deadline : stage.Between(0.01, stage.Chance(0.1) ? 20 : 0.5);
            stage.After(pause, isHanging ? Hang : Go);
        }

        private void Go()
        {
            if (_life != stage._life)
                return;
            if (stage.Outage is { } outage)
                End(new StepOutcome.Unreachable(outage));
            else if (_fails && (_next >= _parts.Count || stage.Chance(0.4)))
                End(new StepOutcome.Failed("no space left"));
            else if (_next >= _parts.Count)
                End(StepOutcome.Done);
            else if (_parts[_next++]() is { } error)
                End(new StepOutcome.Failed(error));
            else
                Next();
        }

        private void Hang()
        {
            if (_life == stage._life)
                End(new StepOutcome.Cancelled("it hung", ByDeadline: true));
        }

        private void End(StepOutcome outcome)
        {
            stage._executing.Remove(command.Id);
            if (outcome is not StepOutcome.Succeeded)
                stage.Disturbed(command.Id);
            ended(outcome, stage.Now - _began);
        }
    }

    private TimeSpan Now => time.Now;

    private void After(TimeSpan delay, Action happening) => time.After(delay, happening);

    private bool Chance(double chance) => random.NextDouble() < chance;
}
