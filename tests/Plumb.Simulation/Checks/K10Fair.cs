using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>K10: an object that is queued is looked at before the others were looked at very often, and worked on before they were.</summary>
/// <param name="objects">How many there are.</param>
/// <param name="places">How many may be worked on at once: while all are taken, looks at others keep nobody waiting.</param>
public sealed class K10Fair<TSpec, TSeen>(int objects, int places) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>All of them, but ten at least, in the last lane, each let through after so many as the queue passes a lane over; and a few in flight.</summary>
    private readonly int _bound = 20 * Math.Max(10, objects);

    private readonly StepsAtWork<TSpec, TSeen> _steps = new();
    private readonly Dictionary<ObjectId, int> _waitForALook = [];
    private readonly Dictionary<ObjectId, int> _waitForAPlace = [];

    public override void Started()
    {
        _waitForALook.Clear();
        _waitForAPlace.Clear();
        _steps.Clear();
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened) => _steps.Told(happened);

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        _steps.Ordered(command);
        switch (command)
        {
            case LoopCommand<TSpec>.Report { Status: { Activity: Activity.Queued } status }:
                if (!_waitForAPlace.ContainsKey(status.Id))
                    _waitForALook.TryAdd(status.Id, 0);
                break;
            case LoopCommand<TSpec>.Report { Status: var status }:
                Served(status.Id);
                break;
            case LoopCommand<TSpec>.Forget gone:
                Served(gone.Id);
                break;
            case LoopCommand<TSpec>.LookAt look:
                if (_waitForALook.Remove(look.Id))
                    _waitForAPlace[look.Id] = 0;
                if (_steps.Count < places)
                    PassOver(_waitForALook, "looked at");
                break;
            case LoopCommand<TSpec>.Execute step:
                Served(step.Id);
                PassOver(_waitForAPlace, "worked on");
                break;
        }
    }

    private void Served(ObjectId id)
    {
        _waitForALook.Remove(id);
        _waitForAPlace.Remove(id);
    }

    private void PassOver(Dictionary<ObjectId, int> waiting, string how)
    {
        foreach (var id in waiting.Keys.ToList())
        {
            if (++waiting[id] > _bound)
                throw new InvariantException("K10", $"{id} waits while others were {how} {_bound} times");
        }
    }
}
