namespace Plumb.Agent.Link;

/// <summary>How one call to the control plane ended.</summary>
public abstract record LinkAnswer<T>
{
    private LinkAnswer()
    {
    }

    /// <param name="ETag">Asks for a newer one; null where there is none.</param>
    public sealed record Fresh(T Value, string? ETag) : LinkAnswer<T>;

    /// <summary>304: what the agent has is the newest.</summary>
    public sealed record Unchanged : LinkAnswer<T>;

    /// <summary>The control plane answered with a problem.</summary>
    /// <param name="Code">Of the closed list; null where the answer was not ours.</param>
    public sealed record Refused(int Status, string? Code, string Detail) : LinkAnswer<T>;

    /// <summary>No usable answer: no connection, a deadline, an empty, cut or foreign body. What the agent has stays.</summary>
    public sealed record Away(string Why) : LinkAnswer<T>;

    /// <summary>What went wrong, for people; null for an answer.</summary>
    public string? Trouble => this switch
    {
        Refused refused => $"it answered {refused.Status} {refused.Code}: {refused.Detail}",
        Away away => away.Why,
        _ => null,
    };

    /// <summary>Trying the very same again may well end otherwise.</summary>
    public bool MayPass => this is Away or Refused { Status: >= 500 or 401 or 403 or 404 or 408 or 429 };
}
