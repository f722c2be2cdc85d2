namespace Plumb.Compose.Observe;

/// <summary>Whose stacks an observer looks for, and how often it looks deeply.</summary>
public sealed record ComposeObserverOptions
{
    /// <summary>The agent's identity, as containers carry it.</summary>
    public required string Instance { get; init; }

    /// <summary>Every container is inspected, and networks and volumes are listed, at least this often; positive. Default 10 min.</summary>
    public TimeSpan DeepInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long events of one project must rest before they become a hint: a removal is several events, and half of one is no state to act on. Default 50 ms.</summary>
    public TimeSpan HintRest { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest that a hint waits for events to rest. Default 250 ms.</summary>
    public TimeSpan HintWait { get; init; } = TimeSpan.FromMilliseconds(250);
}
