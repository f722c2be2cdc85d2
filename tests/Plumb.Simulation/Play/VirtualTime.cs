namespace Plumb.Simulation.Play;

/// <summary>Time that only passes when something happens. What is due at one moment happens in the order in which it was arranged.</summary>
public sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _due = new();
    private long _order;

    /// <summary>Since the beginning. Not the wall clock of any host: those jump.</summary>
    public TimeSpan Now { get; private set; }

    public void After(TimeSpan delay, Action happening) => At(Now + delay, happening);

    public void At(TimeSpan at, Action happening) => _due.Enqueue(happening, (at > Now ? at : Now, _order++));

    /// <summary>Lets time pass until then.</summary>
    public void PassUntil(TimeSpan until)
    {
        while (PassToNext(until))
        {
        }
    }

    /// <summary>Lets time pass until the next thing happens.</summary>
    /// <returns>False: nothing happens until then, and that is the time now.</returns>
    public bool PassToNext(TimeSpan until)
    {
        if (!_due.TryPeek(out _, out var next) || next.At > until)
        {
            Now = until;
            return false;
        }

        Now = next.At;
        _due.Dequeue()();
        return true;
    }
}
