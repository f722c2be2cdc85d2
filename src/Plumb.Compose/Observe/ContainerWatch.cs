using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;

namespace Plumb.Compose.Observe;

/// <summary>What is remembered of one container from look to look: its inspection, and what only several looks together tell.</summary>
internal sealed class ContainerWatch
{
    /// <summary>Failing again within this time after a start is going round; ending later than that is another failure.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);

    /// <summary>Looks closer together than this are one: a sweep and the look of the worker that follows it.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private DateTimeOffset _countedAt = DateTimeOffset.MinValue;
    private int _countedRestarts = -1;

    /// <summary>As of the last list, with the last inspection; null before the first list.</summary>
    public ContainerSeen? Seen { get; private set; }

    public ContainerInspection? Inspection => Seen?.Inspection;

    /// <summary>Something happened to it that a list does not show.</summary>
    public bool Flagged { get; set; }

    /// <summary>The engine's clock and ours disagree: uptime tells nothing of this container.</summary>
    public bool UptimeMisleads { get; private set; }

    /// <summary>Whether the list alone says that the last inspection is out of date.</summary>
    public bool IsSuspect(ContainerItem item, DateTimeOffset asked)
    {
        if (Inspection is not { } last || Seen is not { } before)
        {
            return false;
        }

        return item.State == "restarting"
            || (item.State == "running" && StatusText.Health(item.Status) == "unhealthy" != (last.UnhealthySince is not null))
            || (item.State == "running" && before.State != "running")
            || (item.State == "running" && last.CrashLooks > 0)
            || StartedSince(item, asked, last);
    }

    /// <summary>Takes a row of a list.</summary>
    public void See(ContainerItem item) => Seen = Seen is { } before ? ContainerReader.Of(item, before) : ContainerReader.Of(item);

    /// <summary>Takes an inspection.</summary>
    /// <param name="detail">What the engine said.</param>
    /// <param name="listed">The list's row from before it, to tell whether uptime can be trusted; null: there is none.</param>
    /// <param name="now">When.</param>
    public void Inspect(ContainerDetail detail, WatchedRow? listed, DateTimeOffset now)
    {
        if (Seen is not { } seen)
        {
            return;
        }

        Flagged = false;
        var started = detail.State.StartedAt.Year > 1 ? detail.State.StartedAt : (DateTimeOffset?)null;
        var unhealthy = detail.State is { Running: true, Health.Status: "unhealthy" };
        var inspection = new ContainerInspection(
            now,
            SupportedLimits.Of(detail.HostConfig),
            detail.RestartCount,
            started,
            CrashLooks(detail, started, now),
            unhealthy ? Inspection?.UnhealthySince ?? now : null)
        {
            Program = detail.Config is { } config ? new(config.Entrypoint ?? [], config.Cmd ?? [], config.Env ?? []) : null,
        };
        Seen = seen with { Inspection = inspection };
        UptimeMisleads = false;
        UptimeMisleads = listed is not null && StartedSince(listed.Item, listed.Asked, inspection);
    }

    private int CrashLooks(ContainerDetail detail, DateTimeOffset? started, DateTimeOffset now)
    {
        var before = Inspection?.CrashLooks ?? 0;
        if (detail.State.Running && started is { } at && now - at >= Steady)
        {
            _countedRestarts = detail.RestartCount;
            return 0;
        }

        var goesRound = detail.State.Status == "restarting" || (_countedRestarts >= 0 && detail.RestartCount > _countedRestarts);
        if (_countedRestarts < 0 || detail.RestartCount < _countedRestarts)
        {
            // First seen, or started anew by somebody: the count begins here.
            _countedRestarts = detail.RestartCount;
        }

        if (!goesRound || now - _countedAt < BetweenLooks)
        {
            return before;
        }

        (_countedAt, _countedRestarts) = (now, detail.RestartCount);
        return before + 1;
    }

    /// <summary>Compared as of when the list was asked for, never later: an answer that was long under way is no start.</summary>
    private bool StartedSince(ContainerItem item, DateTimeOffset asked, ContainerInspection last) =>
        !UptimeMisleads && item.State == "running" && last.StartedAt is { } started
        && StatusText.LongestUptime(item.Status) is { } longest && asked - started > longest + BetweenLooks + BetweenLooks;
}
