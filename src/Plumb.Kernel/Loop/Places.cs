using Plumb.Kernel.Queue;

namespace Plumb.Kernel.Loop;

/// <summary>
/// The places in which steps are executed: never more are taken than the limit. Who finds none free waits for a turn, a person's
/// object before others', and nobody is passed over for ever. Looking needs no place.
/// </summary>
internal sealed class Places(int lanes)
{
    private readonly WorkQueue<ObjectId> _line = new(lanes);

    public int Taken { get; private set; }

    /// <returns>False when there is none, or others wait: the object then waits too.</returns>
    public bool TryTake(ObjectId id, int lane, int limit)
    {
        if (Taken >= limit || _line.Waiting > 0)
        {
            _line.Add(id, lane);
            return false;
        }

        Taken++;
        return true;
    }

    /// <summary>The object gives its place back.</summary>
    public void Leave() => Taken--;

    /// <summary>The object waits no longer, if it did.</summary>
    public void StepOut(ObjectId id) => _line.Remove(id);

    /// <summary>Gives a free place to the object whose turn it is.</summary>
    public bool TryCall(int limit, out ObjectId id)
    {
        id = default;
        if (Taken >= limit || !_line.TryTake(DateTimeOffset.MinValue, out id, out _))
            return false;
        _line.Done(id);
        Taken++;
        return true;
    }
}
