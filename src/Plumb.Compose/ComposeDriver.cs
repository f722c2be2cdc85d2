using Plumb.Compose.Cli;
using Plumb.Compose.Engine;
using Plumb.Compose.Execute;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Compose.Observe;
using Plumb.Compose.Plan;
using Plumb.Compose.Render;
using Plumb.Kernel;
using Plumb.Kernel.Planning;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Compose;

/// <summary>Everything that an agent needs to keep Compose stacks true on one Docker engine.</summary>
public sealed class ComposeDriver : IDisposable
{
    private readonly IReadOnlyList<IDisposable> _owned;

    private ComposeDriver(IReadOnlyList<IDisposable> owned) => _owned = owned;

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

    /// <summary>The newest deployment object that any container of this instance was made from.</summary>
    public required Func<CancellationToken, ValueTask<HighestSequence>> Highest { get; init; }

    /// <summary>The engine, for checks before a start.</summary>
    public required EngineClient Engine { get; init; }

    /// <summary>The Compose that was found.</summary>
    public required ComposeBinary Compose { get; init; }

    /// <summary>Finds Compose and puts the parts together. Does not need the engine to be there.</summary>
    /// <param name="options">Where and as whom.</param>
    /// <param name="processes">Runs Compose.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="mask">Learns the secrets of stacks; masks what leaves.</param>
    /// <param name="failpoints">Where a test may have the process die.</param>
    /// <param name="cancellation">Ends the search for Compose.</param>
    /// <exception cref="ComposeDriverException">No Compose that works; the message says what was tried and what to do.</exception>
    /// <exception cref="IOException">The data directory cannot be read.</exception>
    public static async Task<ComposeDriver> CreateAsync(
        ComposeDriverOptions options,
        IProcessRunner processes,
        TimeProvider time,
        SecretMask mask,
        Failpoints failpoints,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(processes);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(failpoints);
        var binary = await ComposeBinary.FindAsync(options.ComposeBinary, options.Home, options.SearchPath, processes, cancellation) switch
        {
            ComposeSearch.Found found => found.Binary,
            ComposeSearch.NotFound not => throw new ComposeDriverException(not.Problem),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var environment = new ComposeEnvironment { DockerHost = options.Engine.Text, Home = options.Home, DockerConfig = options.DockerConfig };
        return Of(new DriverPlaces(options.DataDirectory), options, new ComposeCli(binary, environment, processes), time, mask, failpoints);
    }

    /// <summary>What is synced of a stack: where every service agrees with what is desired, that; otherwise what the newest container's labels tell.</summary>
    public static SyncFacts FactsOf(ComposeSpec spec, StackSeen seen)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(seen);
        return SyncedStack.Facts(spec, seen);
    }

    /// <summary>How a stack does, by what should be, what is, and when that was seen. Pure.</summary>
    public static StackVerdict VerdictOf(ComposeSpec spec, StackSeen seen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(seen);
        return Verdicts.Of(spec, seen, now);
    }

    public void Dispose()
    {
        foreach (var one in _owned)
            one.Dispose();
    }

    private static ComposeDriver Of(
        DriverPlaces at, ComposeDriverOptions options, ComposeCli compose, TimeProvider time, SecretMask mask, Failpoints failpoints)
    {
        var engine = new EngineClient(options.Engine, time);
        var places = new StackPlaces(at.Stacks);
        var layout = new StackLayout(places, failpoints);
        var adoptions = new AdoptionStore(at.Adoptions);
        var permits = new PermitStore(at.Permits);
        var departed = new DepartedStacks();
        var contents = new StackContents();
        var observer = new ComposeObserver(
            engine, layout, adoptions, permits, departed, new ComposeObserverOptions { Instance = options.Instance, DeepInterval = options.DeepInterval }, time);
        return new([observer, engine])
        {
            Planner = new ComposePlanner(),
            Observer = observer,
            Executor = new ComposeExecutor(new()
            {
                Compose = compose,
                Engine = engine,
                Adoptions = adoptions,
                Permits = permits,
                Layout = layout,
                Contents = contents,
                Departed = departed,
                Time = time,
                Mask = mask,
                Failpoints = failpoints,
            }),
            Preparer = new SpecPreparer(new StackRenderer(compose, places, at.Staging), new RenderCache(at.Renders, time), places, mask),
            Departed = departed,
            Contents = contents,
            Hints = observer.HintsAsync,
            Highest = observer.HighestAsync,
            Engine = engine,
            Compose = compose.Binary,
        };
    }
}
