namespace Plumb.Server.Keys;

/// <summary>What a key may do.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Reads; syncs, suspends, stops, unblocks, adopts, acknowledges.</summary>
    Operator,

    /// <summary>Everything but an agent's own doors.</summary>
    Admin,

    /// <summary>One agent's own doors: sessions, target state, content, reports, subscriptions.</summary>
    Agent,

    /// <summary>The stacks of one publisher.</summary>
    Publisher,

    /// <summary>The signals of one task.</summary>
    Task,
}
