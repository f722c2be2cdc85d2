using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>
/// One play: agents with their worlds and what is desired of them, trouble drawn from the seed, then peace. Two plays of one seed
/// are the same to the last command.
/// </summary>
public sealed class Simulation<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>Sweeps within which all is in sync once peace is made: K1's bound. The longest backoff is half of it.</summary>
    private const int SweepsToConverge = 70;

    private readonly Script _script;
    private readonly VirtualTime _time = new();
    private readonly Actor<TSpec, TSeen>[] _actors;

    public Simulation(Script script, Func<IUniverse<TSpec, TSeen>> universe, Func<Mutation<TSpec, TSeen>>? mutation = null)
    {
        _script = script;
        _actors = [.. Enumerable.Range(0, script.Agents)
            .Select(number => new Actor<TSpec, TSeen>(script, number, _time, universe(), mutation?.Invoke() ?? new(), Trace))];
    }

    /// <summary>The last things that went in and out.</summary>
    public Trace<TSpec, TSeen> Trace { get; } = new();

    private TimeSpan Interval => _actors[0].Stage.Options.Interval;

    /// <summary>Plays it to the end.</summary>
    /// <returns>The picture of the worlds when all is at rest.</returns>
    /// <exception cref="InvariantException">An invariant was broken.</exception>
    public string Play()
    {
        new Plot<TSpec, TSeen>(_script, _time, _actors).Arrange();
        foreach (var actor in _actors)
        {
            actor.Host.Start();
            actor.Host.Fetch();
        }

        _time.PassUntil(_script.Trouble);
        MakePeace();
        Converge();
        Rest();
        return string.Join("\n---\n", _actors.Select(it => it.Stage.Universe.Picture()));
    }

    private void MakePeace()
    {
        foreach (var actor in _actors)
        {
            if (_script.Ending is { } ending)
                DesireTheEnd(actor, new(ending));
            actor.MakePeace();
        }
    }

    private static void DesireTheEnd(Actor<TSpec, TSeen> actor, Random random)
    {
        var universe = actor.Stage.Universe;
        universe.Tidy();
        actor.Desire.Specs.Clear();
        // All of them: what depends on something that is not desired stays as it is.
        foreach (var id in actor.Ids)
            actor.Desire.Specs[id] = universe.Change(id, before: null, random);
    }

    private void Converge()
    {
        var until = _time.Now + (Interval * SweepsToConverge);
        while (_time.Now < until && Wrong() is not null)
            _time.PassUntil(_time.Now + Interval);
        if (Wrong() is { } wrong)
            throw new InvariantException("K1", $"{wrong}, {SweepsToConverge} sweeps after peace was made");
    }

    /// <summary>Repairs are remembered for a window; then there is nothing left to do or to say.</summary>
    private void Rest()
    {
        _time.PassUntil(_time.Now + (_actors[0].Stage.Options.Contested.Window * 2));
        if (Wrong() is { } wrong)
            throw new InvariantException("K1", $"{wrong}, though it was right before");
        foreach (var actor in _actors)
        {
            // An alert that was sent when the process died before it could write that down has nobody to resolve it.
            if (_script.Crash == 0 && actor.UnresolvedAlerts.FirstOrDefault() is { } alert)
                throw new InvariantException("Alerts", $"{alert} still fires, and all is well");
            actor.BeQuiet();
        }

        _time.PassUntil(_time.Now + (Interval * 10));
    }

    private string? Wrong() => _actors.Select(it => it.Wrong()).FirstOrDefault(it => it is not null);
}
