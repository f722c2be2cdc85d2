namespace Plumb.Kernel.Planning;

/// <summary>Where the cause of a failed step lies, as far as its driver can tell.</summary>
public enum Fault
{
    /// <summary>It may lie in what is desired or in the world: only trying again tells.</summary>
    Unclear,

    /// <summary>In what is desired: the same again fails again.</summary>
    Desired,

    /// <summary>In the world that the step runs in, such as a full disk: nothing else that is desired would fare better.</summary>
    World,
}
