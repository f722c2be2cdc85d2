namespace Plumb.Kernel.Gates;

/// <summary>Why a step that is due does not run. A closed list, and part of the public contract.</summary>
public enum HoldReason
{
    Suspended,
    Stopped,
    Unknown,
    AwaitingAcknowledgement,
    RemovalNotEnabled,
    NotOurs,
    ProjectConflict,
    DependencyNotReady,
    OutsideWindow,
    BackingOff,
    Blocked,
    BreakerOpen,
    MassRemoval,
    MassVanish,
    Contested,
    NeedsDecision,
    RolledBack,
    Fenced,
    StaleState,
    LimitReached,
    Refused,
}
