namespace Plumb.Kernel.Failures;

/// <summary>The escalation ladder: what the n-th failure of one object and action does.</summary>
public sealed record LadderOptions
{
    /// <summary>From this count on, failures back off. Default 2.</summary>
    public int BackOffAt { get; init; } = 2;

    /// <summary>At this count a person is alerted. Default 3.</summary>
    public int AlertAt { get; init; } = 3;

    /// <summary>At this count the object is blocked. Default 5.</summary>
    public int BlockAt { get; init; } = 5;

    /// <summary>First backoff; positive. Default 30 s. Full jitter: uniform from 0 to the current bound.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest backoff. Default 15 min.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>The circuit breaker of one world.</summary>
public sealed record BreakerOptions
{
    /// <summary>Failed steps within the window that open it. Default 10.</summary>
    public int Failures { get; init; } = 10;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait before the first trial; doubles with each failed trial up to the cap.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan CoolDownCap { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>When an object counts as undone again and again by somebody else.</summary>
public sealed record ContestedOptions
{
    /// <summary>Repairs within the window that are made at once. Default 2.</summary>
    public int Free { get; init; } = 2;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wait before the next repair; times three with each, up to the cap.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Cap { get; init; } = TimeSpan.FromMinutes(5);
}
