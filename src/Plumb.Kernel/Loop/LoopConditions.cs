namespace Plumb.Kernel.Loop;

/// <summary>What stands for all objects of the loop at once.</summary>
internal sealed class LoopConditions
{
    /// <summary>Why the world cannot be seen; null when it can, or was not looked at yet.</summary>
    public string? Unreachable { get; set; }

    /// <summary>A look of this process has seen the world.</summary>
    public bool WasSeen { get; set; }

    /// <summary>Since when no look at the world could see it; null when the newest could.</summary>
    public DateTimeOffset? BlindSince { get; set; }

    /// <summary>Why the newest look at the world does not show all of it; null when it does.</summary>
    public string? Partial { get; set; } = "the world has not been looked at yet";

    /// <summary>All that is desired is known.</summary>
    public bool DesiredComplete { get; set; }

    /// <summary>Why no step may start in this process; null when it may.</summary>
    public string? Fenced { get; set; }

    /// <summary>Why nothing may be removed now; null when it may.</summary>
    public string? RemovesNothing =>
        Partial ?? (DesiredComplete ? null : "it is not known yet whether all that is desired is known");
}
