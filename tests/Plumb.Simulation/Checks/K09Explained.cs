using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>K9: whatever differs has a hold, a failure, is queued, or is being run. And nothing claims to be held that is being run.</summary>
public sealed class K09Explained<TSpec, TSeen> : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is LoopCommand<TSpec>.Report { Status: { Activity: Activity.Idle, Holds.IsEmpty: true, Failures.IsEmpty: true } status }
            && (status.Differing is not null || status.Seen == Seen.Unknown))
            throw new InvariantException("K9", $"{status.Id} differs or is unknown, and nothing says why nothing is done");
    }
}
