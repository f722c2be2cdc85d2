using Plumb.Kernel;

namespace Plumb.Compose.Model;

/// <summary>
/// A stack that this agent had and should have no more. What is left of it is seen under the stack's id, and goes under the
/// policy that it had. The agent keeps it until a complete look finds nothing of it.
/// </summary>
/// <param name="Id">The stack's id in the target state; the loop asks about it with no spec.</param>
/// <param name="Ownership">Its containers carry this.</param>
/// <param name="Terms">What may be done.</param>
public sealed record DepartedStack(ObjectId Id, Ownership Ownership, RemovalTerms Terms);

/// <summary>On what terms the rest of a stack goes.</summary>
/// <param name="Allowed">The stack's removal policy, or a person's deletion, allows it; otherwise it is held <c>RemovalNotEnabled</c>.</param>
/// <param name="Volumes">Its named volumes go with it.</param>
/// <param name="KeepRunning">The ownership is given up: nothing of it is touched, and it counts as absent.</param>
public sealed record RemovalTerms(bool Allowed, bool Volumes, bool KeepRunning)
{
    /// <summary>More than half of the agent's stacks would go at once: held <c>MassRemoval</c> until a person lets it go.</summary>
    public bool Massive { get; init; }
}

/// <summary>The stacks that are to go. The agent fills it before the loop learns that they are not desired; observers read it at every look.</summary>
public sealed class DepartedStacks
{
    private volatile IReadOnlyDictionary<ObjectId, DepartedStack> current = new Dictionary<ObjectId, DepartedStack>();

    /// <summary>As of now; never changed once given out.</summary>
    public IReadOnlyDictionary<ObjectId, DepartedStack> Current => current;

    public void Replace(IEnumerable<DepartedStack> stacks) => current = stacks.ToDictionary(s => s.Id);
}
