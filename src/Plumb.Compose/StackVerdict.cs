namespace Plumb.Compose;

/// <summary>How a stack does at one look, in the planner's own notions.</summary>
public abstract record StackVerdict
{
    private StackVerdict()
    {
    }

    /// <summary>Every service is as it should be: running, and healthy where it has a check.</summary>
    public sealed record Good : StackVerdict;

    /// <summary>A service is unhealthy beyond its timeout, or in a crash loop.</summary>
    /// <param name="Why">Which, in words.</param>
    /// <param name="Own">One of the containers was made for this very deployment object; otherwise it may have been ill before.</param>
    public sealed record Ailing(string Why, bool Own) : StackVerdict;

    /// <summary>A service ended with an error, and is to be started again: illness only when that happens again and again.</summary>
    /// <param name="Why">Which, in words.</param>
    /// <param name="Own">As of <see cref="Ailing"/>.</param>
    public sealed record Sick(string Why, bool Own) : StackVerdict;

    /// <summary>None of these: something is missing, starting, or on its way.</summary>
    public sealed record Open : StackVerdict;
}
