namespace Plumb.Contracts.Notices;

/// <summary>What a webhook is sent. The outer three fields are those of Standard Webhooks.</summary>
/// <param name="Type">The one event's type, or <c>group</c> for several, <c>digest</c> after quiet hours, <c>test</c>.</param>
/// <param name="Timestamp">When the notice was made; the same at every try.</param>
public sealed record NoticeBody(string Type, DateTimeOffset Timestamp, NoticeData Data);

/// <param name="Installation">What this installation is called (<c>projectName</c>).</param>
/// <param name="Severity">The most severe event's: <c>info</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Summary">One line.</param>
/// <param name="Events">At least one but for a test, the most severe first, no more than 50.</param>
/// <param name="Omitted">How many more there were.</param>
public sealed record NoticeData(string Installation, string Severity, string Summary, IReadOnlyList<NoticeEvent> Events, int Omitted);

/// <summary>Something that happened.</summary>
/// <param name="Type">One of <see cref="NoticeTypes"/>.</param>
/// <param name="Key">What it is about: of an alert, its cause. The firing and the resolution of an alert have the same.</param>
/// <param name="Alert">The alert's id; null for other events.</param>
/// <param name="Flapping">It comes and goes: it is told again when it has rested.</param>
public sealed record NoticeEvent(
    string Type, DateTimeOffset At, string Severity, string Key, string? Alert, string? Stack, string? Agent, string Summary, bool Flapping);

/// <summary>Types of events, and of notices.</summary>
public static class NoticeTypes
{
    public const string AlertFiring = "alert.firing";
    public const string AlertResolved = "alert.resolved";

    /// <summary>A new desired state was applied.</summary>
    public const string StackDeployed = "stack.deployed";

    /// <summary>Drift was repaired.</summary>
    public const string StackRepaired = "stack.repaired";

    /// <summary>Nothing of it is left on an agent.</summary>
    public const string StackRemoved = "stack.removed";

    public const string Group = "group";
    public const string Digest = "digest";
    public const string Test = "test";
}
