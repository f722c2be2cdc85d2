using Plumb.Cli.Configuration.Kinds;

namespace Plumb.Cli.Configuration;

/// <summary>What failures do: the ladder of one object, and the circuit breaker of a world.</summary>
public static partial class Settings
{
    private static readonly DurationKind Backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24), "30s");
    private static readonly NumberKind Count = new(1, 1000, 5);

    public static Setting<int> LadderBackOffAt { get; } = new("ladder.backOffAt", Count, _ => 2, "From this failure of a step on, the next try waits.") { For = Takers.Agent };

    public static Setting<int> LadderAlertAt { get; } = new("ladder.alertAt", Count, _ => 3, "At this failure of a step a person is alerted.") { For = Takers.Agent };

    public static Setting<int> LadderBlockAt { get; } = new("ladder.blockAt", Count, _ => 5, "At this failure of a step the stack is blocked until a person unblocks it or it changes.") { For = Takers.Agent };

    public static Setting<TimeSpan> LadderBase { get; } = new("ladder.base", Backoff, _ => TimeSpan.FromSeconds(30), "The first wait between tries is a random part of this; it doubles.") { For = Takers.Agent };

    public static Setting<TimeSpan> LadderCap { get; } = new("ladder.cap", Backoff, _ => TimeSpan.FromMinutes(15), "No wait between tries is longer.") { For = Takers.Agent };

    public static Setting<int> BreakerFailures { get; } = new("breaker.failures", Count, _ => 10, "So many failed steps within the window open the circuit breaker.") { For = Takers.Agent };

    public static Setting<TimeSpan> BreakerWindow { get; } = new("breaker.window", Backoff, _ => TimeSpan.FromMinutes(5), "The window in which failed steps are counted.") { For = Takers.Agent };

    public static Setting<TimeSpan> BreakerCoolDown { get; } = new("breaker.coolDown", Backoff, _ => TimeSpan.FromSeconds(60), "An open breaker tries one stack after this; it doubles with each failure.") { For = Takers.Agent };

    public static Setting<TimeSpan> BreakerCoolDownCap { get; } = new("breaker.coolDownCap", Backoff, _ => TimeSpan.FromMinutes(15), "The longest wait of an open breaker.") { For = Takers.Agent };
}
