using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.InteropServices;
using Plumb.Server.Events;
using Plumb.Server.Fleet;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Api.Metrics;

/// <summary>What the control plane measures of itself.</summary>
internal sealed class ServerMetrics : IDisposable
{
    private readonly Meter _meter = new(MetricsText.MeterName, Version);
    private long _changed;
    private long _unchanged;

    public ServerMetrics(StackBoard board, AgentTable agents, Presence presence, SourceStore sources, EventHub events, TimeProvider time)
    {
        // Read when asked for, not told of each: an answer costs less than telling of it.
        _meter.CreateObservableCounter("plumb.poll.answers", PollAnswers, description: "Answers to agents' polls, by answer: state or unchanged.");
        _meter.CreateObservableGauge("plumb.stacks", () => ByStatus(board), description: "Stacks by status.");
        _meter.CreateObservableGauge("plumb.holds", () => ByReason(board), description: "Holds that stand, by reason.");
        _meter.CreateObservableGauge("plumb.agents", () => Agents(agents, presence), description: "Agents by status.");
        _meter.CreateObservableGauge("plumb.polls.waiting", () => presence.WaitingNow, description: "Long polls of agents that wait just now.");
        _meter.CreateObservableGauge("plumb.source.refresh.age", () => RefreshAges(sources, time), "s", "Time since a source's newest refresh.");
        _meter.CreateObservableGauge("plumb.event.listeners", () => events.Listeners, description: "Open event streams.");
        _meter.CreateObservableGauge("plumb.build.info", () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", Version)), description: "Always 1.");
    }

    public static string Version { get; } = typeof(ServerMetrics).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static string Runtime { get; } = string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription} {RuntimeInformation.RuntimeIdentifier}");

    public void Polled(bool changed) => Interlocked.Increment(ref changed ? ref _changed : ref _unchanged);

    private IEnumerable<Measurement<long>> PollAnswers() =>
        [new(Interlocked.Read(ref _changed), Answered("state")), new(Interlocked.Read(ref _unchanged), Answered("unchanged"))];

    private static KeyValuePair<string, object?> Answered(string how) => new("answer", how);

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> ByStatus(StackBoard board) =>
        board.Page.Entries.CountBy(entry => entry.View.Record.Status).Select(pair => Of(pair.Value, "status", $"{pair.Key}".ToLowerInvariant()));

    private static IEnumerable<Measurement<int>> ByReason(StackBoard board) =>
        board.Page.Entries.SelectMany(entry => entry.View.Holds).CountBy(hold => hold.Reason, StringComparer.Ordinal).Select(pair => Of(pair.Value, "reason", pair.Key));

    private static IEnumerable<Measurement<int>> Agents(AgentTable agents, Presence presence) =>
        agents.Rows.CountBy(row => presence.StatusOf(row.Id), StringComparer.Ordinal).Select(pair => Of(pair.Value, "status", pair.Key.ToLowerInvariant()));

    private static IEnumerable<Measurement<double>> RefreshAges(SourceStore sources, TimeProvider time) =>
        from source in sources.List()
        let at = sources.RefreshOf(source).RefreshedAt
        where at is not null
        select new Measurement<double>((time.GetUtcNow() - at.Value).TotalSeconds, new KeyValuePair<string, object?>("source", source.Name));

    private static Measurement<int> Of(int value, string label, string word) => new(value, new KeyValuePair<string, object?>(label, word));
}
