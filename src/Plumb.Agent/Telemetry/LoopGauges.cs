using System.Diagnostics.Metrics;
using Plumb.Agent.Hosting;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Compose.Model.ComposeSpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Telemetry;

/// <summary>How things stand now, read when somebody asks: objects by state, queue, holds, breakers, age of the target state.</summary>
internal sealed class LoopGauges : ILoopListener<ComposeSpec, StackSeen>
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly Dictionary<ObjectId, ObjectStatus> objects = [];
    private readonly Dictionary<ObjectId, DateTimeOffset> queuedSince = [];
    private readonly Dictionary<string, BreakerPosition> breakers = new(StringComparer.Ordinal);

    /// <param name="meter">Where they are read.</param>
    /// <param name="time">Ages run on it.</param>
    /// <param name="heardAt">When the control plane last confirmed the target state; null before the first time.</param>
    /// <param name="worlds">Every world that steps act on, and where its breaker stood when this process began.</param>
    public LoopGauges(Meter meter, TimeProvider time, Func<DateTimeOffset?> heardAt, IEnumerable<KeyValuePair<string, BreakerPosition>> worlds)
    {
        this.time = time;
        foreach (var (world, position) in worlds)
            breakers[world] = position;
        meter.CreateObservableGauge("plumb_objects", Objects, description: "Objects, by status");
        meter.CreateObservableGauge("plumb_holds", Holds, description: "Holds, by reason");
        meter.CreateObservableGauge("plumb_queue_depth", () => Locked(() => queuedSince.Count), description: "Objects that wait for a run");
        meter.CreateObservableGauge("plumb_queue_age_seconds", () => Locked(OldestQueued), "s", "How long the oldest of them has waited");
        meter.CreateObservableGauge("plumb_breaker_open", Breakers, description: "1 when open, 0.5 when half open, 0 when closed, by world");
        meter.CreateObservableGauge(
            "plumb_target_state_age_seconds",
            () => heardAt() is { } at ? [new Measurement<double>((time.GetUtcNow() - at).TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s", "Since the control plane last confirmed what is desired");
    }

    public void Happened(DateTimeOffset now, Event happened)
    {
    }

    public void Ordered(DateTimeOffset now, Command command)
    {
        lock (gate)
        {
            switch (command)
            {
                case Command.Report { Status: var status }:
                    objects[status.Id] = status;
                    if (status.Activity == Activity.Queued)
                        queuedSince.TryAdd(status.Id, now);
                    else
                        queuedSince.Remove(status.Id);
                    break;
                case Command.RememberWorld { Memory: var memory }:
                    breakers[memory.World] = memory.Position;
                    break;
                case Command.Forget gone:
                    objects.Remove(gone.Id);
                    queuedSince.Remove(gone.Id);
                    break;
                default:
                    break;
            }
        }
    }

    public void Settled(DateTimeOffset now)
    {
    }

    private IEnumerable<Measurement<int>> Objects() => Locked(() => objects.Values
        .CountBy(Words.State, StringComparer.Ordinal)
        .Select(p => new Measurement<int>(p.Value, new KeyValuePair<string, object?>("status", p.Key)))
        .ToList());

    private IEnumerable<Measurement<int>> Holds() => Locked(() => objects.Values
        .SelectMany(o => o.Holds.Select(h => h.Reason).Distinct())
        .CountBy(reason => reason)
        .Select(p => new Measurement<int>(p.Value, new KeyValuePair<string, object?>("reason", p.Key.ToString())))
        .ToList());

    private IEnumerable<Measurement<double>> Breakers() => Locked(() => breakers
        .Select(p => new Measurement<double>(
            p.Value switch { BreakerPosition.Open => 1, BreakerPosition.HalfOpen => 0.5, _ => 0 }, new KeyValuePair<string, object?>("world", p.Key)))
        .ToList());

    private double OldestQueued() => queuedSince.Count == 0 ? 0 : (time.GetUtcNow() - queuedSince.Values.Min()).TotalSeconds;

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }
}
