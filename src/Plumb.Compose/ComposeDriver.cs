using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Kernel;
using Plumb.Kernel.Planning;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Compose;

/// <summary>Everything that an agent needs to keep Compose stacks true on one Docker engine.</summary>
public sealed class ComposeDriver : IDisposable
{
    private ComposeDriver()
    {
    }

    public required IPlanner<ComposeSpec, StackSeen> Planner { get; init; }

    public required IObserver<ComposeSpec, StackSeen> Observer { get; init; }

    public required IExecutor<ComposeSpec> Executor { get; init; }

    public required IStackPreparer Preparer { get; init; }

    /// <summary>Filled by the agent, read by the observer at every look.</summary>
    public required DepartedStacks Departed { get; init; }

    /// <summary>Told by the agent where it keeps the contents of stacks.</summary>
    public required StackContents Contents { get; init; }

    /// <summary>What may have changed on the engine, for as long as it is asked; null: anything may have. Ends, or throws, when the engine goes away.</summary>
    public required Func<CancellationToken, IAsyncEnumerable<ObjectId?>> Hints { get; init; }

    /// <summary>Finds Compose and puts the parts together. Does not need the engine to be there.</summary>
    /// <param name="options">Where and as whom.</param>
    /// <param name="processes">Runs Compose.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="mask">Learns the secrets of stacks; masks what leaves.</param>
    /// <param name="failpoints">Where a test may have the process die.</param>
    /// <param name="cancellation">Ends the search for Compose.</param>
    /// <exception cref="ComposeDriverException">No Compose that works; the message says what was tried and what to do.</exception>
    public static Task<ComposeDriver> CreateAsync(
        ComposeDriverOptions options,
        IProcessRunner processes,
        TimeProvider time,
        SecretMask mask,
        Failpoints failpoints,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        throw new NotSupportedException("The body comes with the observer and the executor.");
    }

    /// <summary>What is synced of a stack: where every service agrees with what is desired, that; otherwise what the newest container's labels tell.</summary>
    public static SyncFacts FactsOf(ComposeSpec spec, StackSeen seen)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(seen);
        return SyncedStack.Facts(spec, seen);
    }

    public void Dispose()
    {
        // The engine's connections, once there are any.
    }
}

/// <summary>A compose driver cannot be set up. The message says what was tried, what happened and what to do.</summary>
public sealed class ComposeDriverException : Exception
{
    public ComposeDriverException()
    {
    }

    public ComposeDriverException(string message)
        : base(message)
    {
    }

    public ComposeDriverException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
