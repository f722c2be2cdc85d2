using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>Part of K1: nothing is looked at much more often than anybody asked for, nor worked on very often, nor the world swept.</summary>
public sealed class NoSpin<TSpec, TSeen>(LoopOptions options) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private const int MostLooksUnasked = 400;
    private const int MostSteps = 400;
    private const int MostWakes = 2000;

    private TimeSpan _minute;
    private int _asked;
    private int _looks;
    private int _wakes;
    private int _steps;
    private int _sweeps;

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        if (now.Time - _minute > TimeSpan.FromMinutes(1))
            (_minute, _asked, _looks, _wakes, _steps, _sweeps) = (now.Time, 0, 0, 0, 0, 0);
        if (happened is LoopEvent<TSpec, TSeen>.Ticked)
            _wakes++;
        else if (happened is not (LoopEvent<TSpec, TSeen>.ObjectSeen or LoopEvent<TSpec, TSeen>.WorldSeen))
            _asked++;
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        _looks += command is LoopCommand<TSpec>.LookAt ? 1 : 0;
        _steps += command is LoopCommand<TSpec>.Execute ? 1 : 0;
        _sweeps += command is LoopCommand<TSpec>.LookAtAll ? 1 : 0;
        if (_looks > _asked + MostLooksUnasked || _wakes > MostWakes || _steps > MostSteps || _sweeps > (7 * (60 / options.Interval.TotalSeconds)) + 20)
            throw new InvariantException("K1", $"it spins: {_looks} looks, {_wakes} wakes, {_steps} steps, {_sweeps} sweeps within a minute");
    }
}
