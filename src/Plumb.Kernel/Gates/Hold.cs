namespace Plumb.Kernel.Gates;

/// <summary>A reason why a step that is due does not run, as it stands.</summary>
/// <param name="Reason">One of the closed list.</param>
/// <param name="Message">What holds it, by name.</param>
/// <param name="Since">When it was placed.</param>
/// <param name="Until">When it ends by itself, where that is known.</param>
/// <param name="Lift">What lifts it.</param>
public sealed record Hold(HoldReason Reason, string Message, DateTimeOffset Since, DateTimeOffset? Until, string Lift);
