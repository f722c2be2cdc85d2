namespace Plumb.Contracts.Stacks;

/// <summary>What a stack should be from now on. <c>POST /api/v1/stacks/{id}/rollback</c>.</summary>
public sealed record RollbackBody
{
    /// <summary>The sequence of one of its deployment objects; null: the newest, whichever that is.</summary>
    public long? To { get; init; }

    /// <summary>Only until newer content is published than there is now.</summary>
    public bool UntilChange { get; init; }
}

/// <summary>That a stack stays at an older deployment object.</summary>
/// <param name="Sequence">Of the object.</param>
/// <param name="UntilChange">It ends when newer content is published than there was then.</param>
/// <param name="By">Who rolled it back.</param>
/// <param name="At">When.</param>
public sealed record PinView(long Sequence, bool UntilChange, string By, DateTimeOffset At);
