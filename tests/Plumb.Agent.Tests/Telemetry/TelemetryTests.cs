using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;

namespace Plumb.Agent.Tests.Telemetry;

public sealed class TelemetryTests : PlaneTests
{
    private readonly World world = new();

    [Fact]
    public async Task A_reconcile_is_told_by_name_with_object_agent_decision_and_duration()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => agent.Log.Named("reconcile.succeeded").Any(), "reconciled");

        foreach (var name in (string[])["reconcile.started", "step.started", "step.succeeded", "drift.seen", "reconcile.succeeded"])
        {
            var line = Assert.Single(agent.Log.Named(name));
            Assert.Equal(("web", ControlPlane.Agent), (line.Fields["Object"], line.Fields["Agent"]));
            Assert.Equal(agent.Log.Named("reconcile.succeeded").Single().Fields["Decision"], line.Fields["decision"]);
        }

        var done = agent.Log.Named("reconcile.succeeded").Single();
        Assert.True(Guid.TryParse((string)done.Fields["Decision"]!, out _));
        Assert.NotNull(done.Fields["Duration"]);
    }

    [Fact]
    public async Task A_hold_is_told_with_the_decision_that_says_so()
    {
        Plane.Publish(Stacks.Target("web", Stacks.Content("app")) with { Suspended = true }, Stacks.Content("app"));
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => agent.Log.Named("hold.placed").Any() && Plane.Items.OfType<DecisionReport>().Any(), "held");

        Assert.Equal(Plane.Items.OfType<DecisionReport>().First().Decision.Id, agent.Log.Named("hold.placed").First().Fields["decision"]);
    }

    [Fact]
    public async Task Reconciles_steps_sweeps_and_healing_are_measured()
    {
        var seen = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using var listener = Listening(seen);
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");

        await agent.SeesAsync(
            () => ((string[])["plumb_reconciles_total", "plumb_steps_total", "plumb_reconcile_seconds", "plumb_heal_seconds", "plumb_sweep_seconds"])
                .All(name => seen.Any(m => m.Name == name)),
            "all measured");
        listener.RecordObservableInstruments();

        Assert.Contains(seen, m => m is ("plumb_reconciles_total", 1, "outcome=succeeded"));
        Assert.Contains(seen, m => m is ("plumb_steps_total", 1, "action=up,outcome=succeeded"));
        Assert.Contains(seen, m => m is ("plumb_objects", 1, "status=inSync"));
        Assert.Contains(seen, m => m is ("plumb_queue_depth", 0, ""));
        Assert.Contains(seen, m => m is ("plumb_breaker_open", 0, "world=compose:engine"));
        Assert.Contains(seen, m => m is ("plumb_target_state_age_seconds", >= 0, ""));
    }

    [Fact]
    public async Task A_reconcile_is_one_span_with_a_child_for_each_step()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Plumb",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Plane.Publish("spanned", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => Mine().Any(s => s.OperationName == "reconcile"), "the span ended");

        var parent = Mine().Single(s => s.OperationName == "reconcile");
        var child = Mine().Single(s => s.OperationName == "up");
        Assert.Equal(parent.SpanId, child.ParentSpanId);
        Assert.Null(parent.ParentId);
        Assert.NotNull(parent.GetTagItem("decision"));

        IEnumerable<Activity> Mine() => spans.Where(s => (string?)s.GetTagItem("stack") == "spanned");
    }

    private static MeterListener Listening(ConcurrentQueue<(string Name, double Value, string Tags)> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, to) =>
            {
                if (instrument.Meter.Name == "Plumb")
                    to.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => seen.Enqueue((i.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => seen.Enqueue((i.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => seen.Enqueue((i.Name, value, Text(tags))));
        listener.Start();
        return listener;
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(',', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
}
