namespace Plumb.Compose.Model;

/// <summary>
/// The first step that an acknowledgement let through turned it into this: work that failed half-way, or looks different half-done, needs no second one.
/// </summary>
/// <param name="Stack">The stack's id.</param>
/// <param name="Acknowledgement">The request's id.</param>
/// <param name="At">When its first step began.</param>
public sealed record Permit(string Stack, string Acknowledgement, DateTimeOffset At);
