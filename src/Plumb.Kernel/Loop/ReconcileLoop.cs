using Plumb.Kernel.Decisions;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;
using Plumb.Kernel.Queue;

namespace Plumb.Kernel.Loop;

/// <summary>
/// The loop as a state machine without I/O: events in, commands out, no clock, no timer, no thread of its own.
/// One caller at a time. What holds, and where it is held: <c>README.md</c> of this project.
/// </summary>
public sealed partial class ReconcileLoop<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>One for each cause, in its order.</summary>
    internal static readonly int Lanes = Enum.GetValues<Cause>().Length;

    private readonly IPlanner<TSpec, TSeen> _planner;
    private readonly Func<double> _randomness;
    private readonly LoopClock _clock = new();
    private readonly SweepTimer _sweep = new();
    private readonly LoopConditions _conditions = new();
    private readonly Dictionary<ObjectId, ObjectState<TSpec>> _objects = [];
    private readonly BreakerBoard _breakers = new();
    private readonly DependencyWaits _waits = new();
    private readonly Outbox<TSpec> _outbox = new();
    private readonly Gatekeeper<TSpec> _gates;
    private readonly Escalation<TSpec> _escalation;
    private readonly DecisionLog<TSpec> _decisions;
    private readonly ObjectMemory[] _rememberedObjects;
    private readonly WorldMemory[] _rememberedWorlds;

    private LoopOptions _options;
    private bool _isRestored;
    private bool _isStarted;
    private DateTimeOffset _now;
    private DateTimeOffset? _wake;

    /// <param name="planner">Pure planner of the driver.</param>
    /// <param name="options">Numbers.</param>
    /// <param name="objects">Remembered from an earlier process.</param>
    /// <param name="worlds">Remembered from an earlier process.</param>
    /// <param name="randomness">0 inclusive to 1 exclusive, for jitter.</param>
    /// <param name="newId">Unique ids for decisions.</param>
    public ReconcileLoop(
        IPlanner<TSpec, TSeen> planner,
        LoopOptions options,
        IEnumerable<ObjectMemory> objects,
        IEnumerable<WorldMemory> worlds,
        Func<double> randomness,
        Func<string> newId)
    {
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(worlds);
        ArgumentNullException.ThrowIfNull(randomness);
        ArgumentNullException.ThrowIfNull(newId);
        (_planner, _options, _randomness) = (planner, options, randomness);
        (_rememberedObjects, _rememberedWorlds) = ([.. objects], [.. worlds]);
        _gates = new(_conditions, _breakers, _sweep, _objects, _waits);
        _escalation = new(_breakers, _sweep, _outbox, randomness);
        _decisions = new(_outbox, newId);
    }

    /// <summary>The simulation puts in one that starves, to prove that it would notice.</summary>
    internal WorkQueue<ObjectId> Queue { get; init; } = new(Lanes);

    /// <summary>Handles one event and appends the commands that follow from it, in order.</summary>
    /// <param name="now">
    /// The present time. A step back is borne, and so is a leap forward: a time more than 30 s after both the event before and the
    /// last <see cref="LoopCommand{TSpec}.Wake"/> is taken for a moved clock, and all that waits goes on waiting for what was left.
    /// </param>
    /// <param name="happened">The event.</param>
    /// <param name="commands">Where the commands go.</param>
    public void Handle(DateTimeOffset now, LoopEvent<TSpec, TSeen> happened, IList<LoopCommand<TSpec>> commands)
    {
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(commands);
        _now = now.ToUniversalTime();
        _outbox.Open(_now, commands);
        Restore();
        BearJumps();
        Take(happened);
        if (!_isStarted)
            return;
        GiveUpLostAnswers();
        if (_breakers.TakeTrials(_now))
            _sweep.Soon(_now, _options.Interval);
        SendSweepWhenDue();
        GivePlaces();
        StartRuns();
        AskToBeWoken(happened is LoopEvent<TSpec, TSeen>.Ticked);
    }

    private void Take(LoopEvent<TSpec, TSeen> happened)
    {
        switch (happened)
        {
            case LoopEvent<TSpec, TSeen>.Started:
                _isStarted = true;
                _sweep.Start(_now);
                break;
            case LoopEvent<TSpec, TSeen>.Ticked:
                break;
            case LoopEvent<TSpec, TSeen>.SpecSet set:
                Desire(set.Spec.Id, set.Spec);
                break;
            case LoopEvent<TSpec, TSeen>.SpecRemoved removed:
                Desire(removed.Id, spec: null);
                break;
            case LoopEvent<TSpec, TSeen>.DesiredCompleteness { Complete: var complete }:
                _conditions.DesiredComplete = complete;
                _sweep.Soon(_now, _options.Interval);
                break;
            case LoopEvent<TSpec, TSeen>.Hinted hinted:
                TakeHint(hinted.Id);
                break;
            case LoopEvent<TSpec, TSeen>.Asked asked:
                TakeAsk(asked.Id, asked.Ask);
                break;
            case LoopEvent<TSpec, TSeen>.WorldSeen seen:
                if (_sweep.Answer(seen.Sweep, _now, _options.Interval))
                    TakeWorld(seen.Look);
                break;
            case LoopEvent<TSpec, TSeen>.ObjectSeen seen:
                if (Awaiting(seen.Id, seen.Run) is { Run.Phase: RunPhase.Looking or RunPhase.Confirming } looking)
                    TakeLook(looking, looking.Run!, seen.Look);
                break;
            case LoopEvent<TSpec, TSeen>.StepEnded ended:
                if (Awaiting(ended.Id, ended.Run) is { Run.Phase: RunPhase.Executing } executing)
                    TakeOutcome(executing, executing.Run!, ended.Outcome, ended.Duration);
                break;
            case LoopEvent<TSpec, TSeen>.BreakerSet set:
                _escalation.SetBreaker(set.World, set.Open, set.By, _now);
                _sweep.Soon(_now, _options.Interval);
                break;
            case LoopEvent<TSpec, TSeen>.FencedBy fenced:
                _conditions.Fenced = fenced.Why;
                _sweep.Soon(_now, _options.Interval);
                break;
            case LoopEvent<TSpec, TSeen>.Configured configured:
                _options = configured.Options;
                _sweep.Within(_now, _options.Interval);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened), happened, "an event that this loop does not know");
        }
    }

    private void AskToBeWoken(bool wasTicked)
    {
        var wake = Earliest(_sweep.IsOut ? _sweep.LostAt : _sweep.DueAt, Earliest(Queue.NextDelay, _breakers.NextTrial()));
        foreach (var it in _running)
            wake = Earliest(wake, it.Run?.LostAt);
        if (wake is null || (wake == _wake && !wasTicked))
            return;
        _wake = wake;
        _outbox.Add(new LoopCommand<TSpec>.Wake(wake.Value));
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other : other is null || one < other ? one : other;
}
