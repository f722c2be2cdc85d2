using Plumb.Kernel.Failures;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <summary>
/// The loop as a state machine without I/O: events in, commands out, no clock, no timer, no thread of its own.
/// One caller at a time.
/// </summary>
public sealed class ReconcileLoop<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
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
    }

    /// <summary>Handles one event and appends the commands that follow from it, in order.</summary>
    /// <param name="now">The present time; a step back is borne.</param>
    /// <param name="happened">The event.</param>
    /// <param name="commands">Where the commands go.</param>
#pragma warning disable CA1822 // The body comes with the kernel slice.
    public void Handle(DateTimeOffset now, LoopEvent<TSpec, TSeen> happened, IList<LoopCommand<TSpec>> commands) =>
        throw new NotSupportedException();
#pragma warning restore CA1822
}
