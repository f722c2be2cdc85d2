using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Checks;

namespace Plumb.Simulation.Play;

/// <summary>One agent: carries out what the shipping loop orders, dies at any command, and starts again from its disk.</summary>
public sealed class Host<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly VirtualTime _time;
    private readonly Random _random;
    private readonly Stage<TSpec, TSeen> _stage;
    private readonly Mutation<TSpec, TSeen> _mutation;
    private readonly IReadOnlyList<Check<TSpec, TSeen>> _checks;
    private readonly Queue<LoopEvent<TSpec, TSeen>> _told = new();
    private readonly Intake<TSpec, TSeen> _intake;
    private ReconcileLoop<TSpec, TSeen>? _loop;
    private TimeSpan _clockOffset;
    private bool _isHandling;
    private int _process;
    private int _wake;

    public Host(
        VirtualTime time, Random random, Stage<TSpec, TSeen> stage, Intake<TSpec, TSeen> intake, Mutation<TSpec, TSeen> mutation, IReadOnlyList<Check<TSpec, TSeen>> checks) =>
        (_time, _random, _stage, _intake, _mutation, _checks) = (time, random, stage, intake, mutation, checks);

    public Disk<TSpec> Disk { get; } = new();

    public Dictionary<ObjectId, ObjectStatus> Statuses { get; } = [];

    public Moment Now => new(_time.Now, Epoch + _time.Now + _clockOffset);

    public bool IsRunning => _loop is not null;

    /// <summary>What the loop of this process was told of what is desired.</summary>
    public IReadOnlyDictionary<ObjectId, TSpec> Known => _intake.Known;

    public void Start()
    {
        if (_loop is not null)
            return;
        _process++;
        _mutation.Restarted();
        _loop = _mutation.Restore(new(_stage.Universe.Planner, _stage.Options, [.. Disk.Objects.Values], [.. Disk.Worlds.Values])).Assemble(_random);
        foreach (var check in _checks)
            check.Started();
        if (_random.Next(4) == 0)
            Post(new LoopEvent<TSpec, TSeen>.Started());
        Post(_intake.Restart());
        Post(new LoopEvent<TSpec, TSeen>.Started());
        if (_stage.FencedWhy is not null)
            Post(new LoopEvent<TSpec, TSeen>.FencedBy(_stage.FencedWhy));
    }

    /// <summary>Dies at once, and its children with it.</summary>
    public void Kill()
    {
        if (_loop is null)
            return;
        _loop = null;
        _process++;
        _told.Clear();
        if (!_mutation.ChildrenOutliveTheProcess)
            _stage.KillSteps();
        _time.After(Between(0.1, 20), Start);
    }

    public void MoveClock(TimeSpan by) => _clockOffset += by;

    /// <summary>Fetches the target state and tells the loop what is new in it.</summary>
    public void Fetch()
    {
        if (_loop is null)
            return;
        if (_intake.Fetch() is { } news)
            Post(news);
        else
            Kill();
    }

    public void Post(LoopEvent<TSpec, TSeen> happened)
    {
        if (_loop is null)
            return;
        _told.Enqueue(happened);
        if (_isHandling)
            return;
        _isHandling = true;
        try
        {
            while (_loop is not null && _told.TryDequeue(out var next))
                Handle(next);
        }
        finally
        {
            _isHandling = false;
        }
    }

    private void Post(IReadOnlyList<LoopEvent<TSpec, TSeen>> news)
    {
        foreach (var happened in news)
            Post(happened);
    }

    private void Handle(LoopEvent<TSpec, TSeen> happened)
    {
        foreach (var check in _checks)
            check.Told(Now, happened);
        var commands = new List<LoopCommand<TSpec>>();
        foreach (var told in _mutation.Tell(happened))
            _loop!.Handle(Now.Clock, told, commands);
        foreach (var ordered in commands)
        {
            foreach (var command in _mutation.Order(ordered))
            {
                if (_stage.Trouble.Crashes())
                {
                    Kill();
                    return;
                }

                CarryOut(command);
            }
        }
    }

    private void CarryOut(LoopCommand<TSpec> command)
    {
        foreach (var check in _checks)
            check.Ordered(Now, command);
        Disk.Keep(command);
        _intake.Ordered(command);
        switch (command)
        {
            case LoopCommand<TSpec>.LookAtAll look:
                Look(() => new LoopEvent<TSpec, TSeen>.WorldSeen(look.Sweep, _stage.LookAtAll(Known, Now.Clock)));
                break;
            case LoopCommand<TSpec>.LookAt look:
                Look(() => new LoopEvent<TSpec, TSeen>.ObjectSeen(look.Id, look.Run, _stage.LookAt(look.Id, look.Spec, Now.Clock)));
                break;
            case LoopCommand<TSpec>.Execute execute:
                var process = _process;
                _stage.Execute(execute, (outcome, took) =>
                    Deliver(process, new LoopEvent<TSpec, TSeen>.StepEnded(execute.Id, execute.Run, outcome, took)));
                break;
            case LoopCommand<TSpec>.Wake wake:
                Arm(wake.At);
                break;
            case LoopCommand<TSpec>.Report report:
                Statuses[report.Status.Id] = report.Status;
                break;
            case LoopCommand<TSpec>.Forget gone:
                Statuses.Remove(gone.Id);
                break;
        }
    }

    /// <summary>The world is seen at one moment, and the answer comes at a later one.</summary>
    private void Look(Func<LoopEvent<TSpec, TSeen>> see)
    {
        var process = _process;
        _time.After(Between(0.001, 0.05), () =>
        {
            if (process != _process)
                return;
            var seen = see();
            _time.After(Between(0.001, _random.Next(40) == 0 ? 5 : 0.05), () => Deliver(process, seen));
        });
    }

    private void Deliver(int process, LoopEvent<TSpec, TSeen> answer)
    {
        if (process != _process || _stage.Trouble.LosesAnswer())
            return;
        Post(answer);
        if (_stage.Trouble.DoublesAnswer())
            _time.After(Between(0, 40), () => Again(process, answer));
    }

    private void Again(int process, LoopEvent<TSpec, TSeen> answer)
    {
        if (process == _process)
            Post(answer);
    }

    /// <summary>A timer counts from now on, whatever the clock does meanwhile.</summary>
    private void Arm(DateTimeOffset at)
    {
        var (process, wake) = (_process, ++_wake);
        var delay = at - Now.Clock;
        _time.After(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, () =>
        {
            if (process == _process && wake == _wake)
                Post(new LoopEvent<TSpec, TSeen>.Ticked());
        });
    }

    private TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + (_random.NextDouble() * (most - least)));
}
