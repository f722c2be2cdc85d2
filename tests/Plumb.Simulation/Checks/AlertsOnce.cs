using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>An alert that fires is not fired again by the same process until it was resolved.</summary>
public sealed class AlertsOnce<TSpec, TSeen> : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly HashSet<string> _firing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _everFired = new(StringComparer.Ordinal);

    /// <summary>Those that nobody has resolved, over all processes.</summary>
    public IReadOnlyCollection<string> Unresolved => _everFired;

    public override void Started() => _firing.Clear();

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is not LoopCommand<TSpec>.Tell { Alert: var alert })
            return;
        if (!alert.Firing)
        {
            _firing.Remove(alert.Key);
            _everFired.Remove(alert.Key);
            return;
        }

        _everFired.Add(alert.Key);
        if (!_firing.Add(alert.Key))
            throw new InvariantException("Alerts", $"{alert.Key} is fired again, and was not resolved");
    }
}
