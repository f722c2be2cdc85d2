using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>K10: an object that is queued is served before the others were served very often.</summary>
/// <param name="objects">How many there are.</param>
public sealed class K10Fair<TSpec, TSeen>(int objects) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    /// <summary>All of them, but ten at least, in the last lane, each let through after so many as the queue passes a lane over; and a few in flight.</summary>
    private readonly int _bound = 20 * Math.Max(10, objects);

    private readonly Dictionary<ObjectId, int> _passedOver = [];

    public override void Started() => _passedOver.Clear();

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        switch (command)
        {
            case LoopCommand<TSpec>.Report { Status: { Activity: Activity.Queued } status }:
                _passedOver.TryAdd(status.Id, 0);
                break;
            case LoopCommand<TSpec>.Report { Status: var status }:
                _passedOver.Remove(status.Id);
                break;
            case LoopCommand<TSpec>.Forget gone:
                _passedOver.Remove(gone.Id);
                break;
            case LoopCommand<TSpec>.LookAt look:
                PassOver(look.Id);
                break;
        }
    }

    private void PassOver(ObjectId served)
    {
        _passedOver.Remove(served);
        foreach (var id in _passedOver.Keys.ToList())
        {
            if (++_passedOver[id] > _bound)
                throw new InvariantException("K10", $"{id} waits while others were served {_bound} times");
        }
    }
}
