using Plumb.Agent.Hosting;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Compose.Observe;
using Plumb.Kernel;

namespace Plumb.Agent;

/// <summary>The compose driver, as far as the agent uses it.</summary>
/// <param name="Parts">Planner, observer and executor.</param>
/// <param name="Preparer">Makes specs.</param>
/// <param name="Facts">Sync metadata out of what is desired and what was seen. Pure.</param>
/// <param name="Departed">Read by the observer at every look; filled by the agent.</param>
/// <param name="Hints">What may have changed in the world, for as long as it is asked; null: anything may have.</param>
internal sealed record StackDriver(
    DriverParts<ComposeSpec, StackSeen> Parts,
    IStackPreparer Preparer,
    Func<ComposeSpec, StackSeen, SyncFacts> Facts,
    DepartedStacks Departed,
    Func<CancellationToken, IAsyncEnumerable<ObjectId?>> Hints)
{
    public static StackDriver Of(ComposeDriver driver) => new(
        new DriverParts<ComposeSpec, StackSeen>(driver.Planner, driver.Observer, driver.Executor),
        driver.Preparer, ComposeDriver.FactsOf, driver.Departed, driver.Hints)
    {
        Contents = driver.Contents,
        Verdicts = ComposeDriver.VerdictOf,
        Highest = driver.Highest,
    };

    /// <summary>How a stack does, by what should be, what is, and when that was seen. Pure. A driver that cannot tell finds nothing good and nothing bad.</summary>
    public Func<ComposeSpec, StackSeen, DateTimeOffset, StackVerdict> Verdicts { get; init; } = static (_, _, _) => new StackVerdict.Open();

    /// <summary>The newest deployment object that anything of ours was made from.</summary>
    public Func<CancellationToken, ValueTask<HighestSequence>> Highest { get; init; } = static _ => ValueTask.FromResult(HighestSequence.None);

    /// <summary>Told where contents are; null for a driver that writes none.</summary>
    public StackContents? Contents { get; init; }
}
