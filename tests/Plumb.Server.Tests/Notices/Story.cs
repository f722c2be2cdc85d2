using Plumb.Contracts.Notices;
using Plumb.Server.Notices.Planning;

namespace Plumb.Server.Tests.Notices;

/// <summary>A channel and its time: what happens, and what the planner tells of it, all in memory.</summary>
internal sealed class Story(NoticePolicy policy, DateTimeOffset begin)
{
    private readonly List<Happening> _waiting = [];
    private readonly HashSet<long> _settled = [];
    private long _number;

    public DateTimeOffset Now { get; private set; } = begin;

    public ChannelMemory Memory { get; private set; } = ChannelMemory.Empty;

    public List<(DateTimeOffset At, PlannedNotice Notice)> Told { get; } = [];

    public int Waiting => _waiting.Count;

    /// <summary>What fires, as far as who was told knows.</summary>
    public IEnumerable<string> Firing => Memory.Told.Where(pair => pair.Value.Severity is not null).Select(pair => pair.Key).Order(StringComparer.Ordinal);

    public void Fires(string key, string severity = "error") => Happens(NoticeTypes.AlertFiring, key, severity);

    public void Resolves(string key, string severity = "error") => Happens(NoticeTypes.AlertResolved, key, severity);

    public void Happens(string type, string key, string severity = "info")
    {
        _waiting.Add(new(++_number, Now, new(type, Now, severity, key, Alert: null, "web", "local", $"{key} {type}", Flapping: false)));
        Look();
    }

    /// <summary>Goes on, waking whenever the planner wants to.</summary>
    public void Go(TimeSpan by)
    {
        var end = Now + by;
        while (Look() is { } wake && wake <= end)
        {
            Now = wake;
        }

        Now = end;
        Look();
    }

    /// <summary>Goes on until nothing waits.</summary>
    public void Rest()
    {
        for (var at = 0; at < 10_000 && Look() is { } wake; at++)
        {
            Now = wake;
        }
    }

    private DateTimeOffset? Look()
    {
        var plan = NoticePlanner.Plan(_waiting, Memory, policy, Now);
        foreach (var number in plan.Settled)
        {
            Assert.True(_settled.Add(number), "settled twice");
        }

        Assert.Equal(plan.Settled.Count, _waiting.RemoveAll(it => plan.Settled.Contains(it.Number)));
        Memory = plan.Memory;
        if (plan.Send is { } notice)
        {
            Told.Add((Now, notice));
        }

        Assert.True(plan.WakeAt is null || plan.WakeAt > Now, "it would wake at once, again and again");
        Assert.True(plan.WakeAt is not null || _waiting.Count == 0, "what waits would wait for ever");
        return plan.WakeAt;
    }
}
