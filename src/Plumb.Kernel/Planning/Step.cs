using Plumb.Kernel.Gates;

namespace Plumb.Kernel.Planning;

/// <summary>One remediation action of a plan. Drivers derive their own steps from it.</summary>
public abstract record Step
{
    /// <summary>A stable word; failures are counted per object and action.</summary>
    public required string Action { get; init; }

    /// <summary>The world that it acts on, such as <c>compose:engine</c>; one circuit breaker guards each world.</summary>
    public required string World { get; init; }

    /// <summary>What it changes, for people.</summary>
    public required string Changes { get; init; }

    /// <summary>Why it is due, for people.</summary>
    public required string Why { get; init; }

    /// <summary>It removes something that cannot be made again from the desired state alone.</summary>
    public bool Destructive { get; init; }

    /// <summary>It changes nothing, such as a wait until something came up: other objects' steps need not wait for it.</summary>
    public bool OnlyLooks { get; init; }

    /// <summary>How long it may run; positive.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A reason of the driver's own why this step must not run; the kernel adds its own gates to it.</summary>
    public PlannedHold? Hold { get; init; }
}

/// <summary>A hold that the planner itself places on a step.</summary>
/// <param name="Reason">One of the closed list.</param>
/// <param name="Message">What holds the step, by name.</param>
/// <param name="Lift">What a person or the world has to do for it to go.</param>
/// <param name="Until">When it ends by itself, where that is known.</param>
public sealed record PlannedHold(HoldReason Reason, string Message, string Lift, DateTimeOffset? Until = null);
