using BenchmarkDotNet.Attributes;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Bench;

/// <summary>One sweep of a hundred thousand objects that are as they should be: from the answer of the bulk look to the loop being at rest.</summary>
[MemoryDiagnoser]
public class QuietSweep
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly List<LoopCommand<Spec>> _commands = [];
    private readonly WorldLook<Actual> _look;
    private readonly ReconcileLoop<Spec, Actual> _loop;
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public QuietSweep()
    {
        const int Objects = 100_000;
        var ids = Enumerable.Range(0, Objects).Select(it => new ObjectId($"compose/stack-{it:000000}")).ToArray();
        _look = WorldLook<Actual>.Complete(ids.ToDictionary(it => it, _ => new Actual("v1")));
        _loop = new(new Planner(), new() { Interval = Interval, Jitter = 0 }, [], [], () => 0.5, () => "decision");
        foreach (var id in ids)
            Tell(new LoopEvent<Spec, Actual>.SpecSet(new(id, "v1")));
        Tell(new LoopEvent<Spec, Actual>.DesiredCompleteness(Complete: true));
        Tell(new LoopEvent<Spec, Actual>.Started());
        AnswerSweep();
    }

    [Benchmark]
    public int Sweep()
    {
        _now += Interval;
        Tell(new LoopEvent<Spec, Actual>.Ticked());
        AnswerSweep();
        return _commands.Count;
    }

    private void AnswerSweep()
    {
        var sweep = _commands.OfType<LoopCommand<Spec>.LookAtAll>().Single().Sweep;
        Tell(new LoopEvent<Spec, Actual>.WorldSeen(sweep, _look));
        if (_commands.Exists(it => it is LoopCommand<Spec>.LookAt or LoopCommand<Spec>.Execute))
            throw new InvalidOperationException("An object in sync was not left alone.");
    }

    private void Tell(LoopEvent<Spec, Actual> happened)
    {
        _commands.Clear();
        _loop.Handle(_now, happened, _commands);
    }

    private sealed record Actual(string Version);

    private sealed record Spec(ObjectId Id, string Fingerprint) : ISpec
    {
        public bool Suspended => false;

        public IReadOnlyList<ObjectId> DependsOn => [];
    }

    private sealed class Planner : IPlanner<Spec, Actual>
    {
        public Plan Plan(ObjectId id, Spec? desired, Look<Actual> actual, PlanContext context) =>
            desired is not null && actual.Actual?.Version == desired.Fingerprint
                ? Planning.Plan.InSync
                : throw new InvalidOperationException("Everything is in sync here.");
    }
}
