namespace Plumb.Replicas.History;

/// <summary>A change that a client asked for: once or, where it heard nothing, again in the same words.</summary>
/// <param name="Of">What it is of.</param>
/// <param name="Value">No two changes have the same.</param>
/// <param name="Asked">When, on the clock of the one process that all clients share.</param>
internal sealed record Change(string Of, string Value, TimeSpan Asked)
{
    /// <summary>Null: nobody knows whether it was made.</summary>
    public TimeSpan? Acknowledged { get; init; }

    /// <summary>The value that it was to replace, of one that was asked for with <c>If-Match</c>.</summary>
    public string? Upon { get; init; }

    /// <summary>What the control plane numbered it with.</summary>
    public long? Number { get; init; }
}
