namespace Plumb.Server.Notices.Planning;

/// <summary>When what is told.</summary>
public sealed record NoticePolicy
{
    /// <summary>From the first thing that waits until a notice is made of all that wait. Not negative.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>So many notices of one channel may go out at once; at least 1.</summary>
    public int Burst { get; init; } = 5;

    /// <summary>After a burst, one notice of a channel in this time; what waits meanwhile goes into it. Positive.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Null: none.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>Told so often within <see cref="FlapWindow"/>, a thing flaps: it is told again when it has rested.</summary>
    public int FlapsAt { get; init; } = 4;

    public TimeSpan FlapWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A flapping thing has rested when nothing came of it for this time.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(10);
}
