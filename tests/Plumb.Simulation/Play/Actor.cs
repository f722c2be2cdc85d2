using Plumb.Kernel;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Checks;

namespace Plumb.Simulation.Play;

/// <summary>One agent with its world, what is desired of it, and those who watch it.</summary>
public sealed class Actor<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly K12Quiet<TSpec, TSeen> _quiet = new();
    private readonly AlertsOnce<TSpec, TSeen> _alerts = new();

    public Actor(Script script, int number, VirtualTime time, IUniverse<TSpec, TSeen> universe, Mutation<TSpec, TSeen> mutation, Check<TSpec, TSeen> trace)
    {
        var seed = script.Seed + (1000 * number);
        Ids = [.. Enumerable.Range(0, script.Objects).Select(i => new ObjectId($"o{(script.OneEstate ? 100 * number : 0) + i}"))];
        Trouble = new(script, new(seed + 1));
        var options = new LoopOptions { Concurrency = script.Concurrency, World = universe.World };
        Stage = new(time, new(seed + 2), universe, Desire, Trouble, options);
        var checks = new List<Check<TSpec, TSeen>> { trace };
        Host = new(time, new(seed + 3), Stage, universe.IntakeOf(Desire, Trouble, new(seed + 4)), mutation, checks);
        checks.AddRange(
        [
            new K02Idempotent<TSpec, TSeen>(Stage, id => Host.Known.GetValueOrDefault(id)),
            new K06LooksBeforeItActs<TSpec, TSeen>(),
            new K06RemovesOnlyOnACompleteLook<TSpec, TSeen>(),
            new K08ForgetsNoFailure<TSpec, TSeen>(Host.Disk),
            new K09Explained<TSpec, TSeen>(),
            new K10Fair<TSpec, TSeen>(script.Objects, script.Concurrency),
            new PlacesAreKept<TSpec, TSeen>(script.Concurrency),
            new K11Fresh<TSpec, TSeen>(),
            new GatesHold<TSpec, TSeen>(Host.Disk, options),
            new LadderIsClimbed<TSpec, TSeen>(Host.Disk, options),
            new BreakerOpens<TSpec, TSeen>(Host.Disk, options),
            new NoSpin<TSpec, TSeen>(options),
            _quiet,
            _alerts,
        ]);
    }

    public ObjectId[] Ids { get; }

    public Desire<TSpec> Desire { get; } = new();

    public Trouble Trouble { get; }

    public Stage<TSpec, TSeen> Stage { get; }

    public Host<TSpec, TSeen> Host { get; }

    public IReadOnlyCollection<string> UnresolvedAlerts => _alerts.Unresolved;

    public void MakePeace()
    {
        Trouble.IsOver = true;
        (Stage.Outage, Stage.Partial, Stage.FencedWhy, Desire.Complete) = (null, null, null, true);
        Stage.Broken.Clear();
        Host.Start();
        Host.Fetch();
        Host.Post(new LoopEvent<TSpec, TSeen>.FencedBy(Why: null));
        Host.Post(new LoopEvent<TSpec, TSeen>.BreakerSet(Stage.Universe.World, Open: false, By: "peace"));
        // Blocks are for people to lift.
        foreach (var id in Ids)
            Host.Post(new LoopEvent<TSpec, TSeen>.Asked(id, Ask.Unblock));
    }

    public void BeQuiet() => _quiet.AtRest = true;

    /// <summary>What is not as it should be, now that there is peace; null when all is right or rightly held.</summary>
    public string? Wrong() => Ids.Select(Wrong).FirstOrDefault(it => it is not null);

    private string? Wrong(ObjectId id)
    {
        var spec = Desire.Specs.GetValueOrDefault(id);
        var status = Host.Statuses.GetValueOrDefault(id);
        if (spec is not null && status is null)
            return $"{id} was never reported";
        if (status is not null && status.Desired != spec?.Fingerprint)
            return $"{id} is reported for {status.Desired}, and {spec?.Fingerprint} is desired";
        return status is null ? Unheld(id, spec) : status.Holds.IsEmpty ? Unheld(id, spec) ?? Said(status) : Unjustified(id, spec, status);
    }

    private string? Unheld(ObjectId id, TSpec? spec) => Stage.Universe.Wrong(id, spec) is { } wrong ? $"{id}: {wrong}" : null;

    private static string? Said(ObjectStatus status) => status.Differing is null && status.Activity == Activity.Idle && status.Failures.IsEmpty
        ? null
        : $"{status.Id} is right, and is reported {status.Activity} with {status.Differences.Length} differences and {status.Failures.Length} failures";

    /// <summary>In peace only a person, the planner, or what it depends on may hold an object.</summary>
    private string? Unjustified(ObjectId id, TSpec? spec, ObjectStatus status)
    {
        foreach (var hold in status.Holds)
        {
            var isJust = hold.Reason switch
            {
                HoldReason.Suspended when spec?.Suspended == true => true,
                HoldReason.DependencyNotReady => spec?.DependsOn.Any(it => !IsReady(it)) == true,
                HoldReason.Unknown or HoldReason.BackingOff or HoldReason.Blocked or HoldReason.BreakerOpen or HoldReason.Contested or HoldReason.Fenced => false,
                _ => Stage.Universe.IsJust(hold.Reason, id, spec),
            };
            if (!isJust)
                return $"{id} is held {hold.Reason}: {hold.Message}";
        }

        return null;
    }

    private bool IsReady(ObjectId id) =>
        Host.Statuses.GetValueOrDefault(id) is { Desired: not null, Differing: null, Health: Health.Healthy };
}
