using System.Diagnostics.Metrics;
using Plumb.Contracts.Notices;
using Plumb.Server.Api.Metrics;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Outbox;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices.Delivering;

/// <summary>How deliveries go.</summary>
internal sealed class NoticeMetrics : IDisposable
{
    private readonly Meter _meter = new(MetricsText.MeterName, ServerMetrics.Version);
    private readonly Counter<long> _deliveries;

    public NoticeMetrics(Database database)
    {
        _deliveries = _meter.CreateCounter<long>("plumb.deliveries", description: "Tries to deliver a notice, by channel and outcome: sent, retried or givenUp.");
        _meter.CreateObservableGauge("plumb.notices", () => Counts(database), description: "Notices that are not sent, by state: waiting or givenUp.");
    }

    public void Tried(string channel, NoticeState state) => _deliveries.Add(
        1,
        new KeyValuePair<string, object?>("channel", ChannelNames.Kind(channel)),
        new KeyValuePair<string, object?>("outcome", state == NoticeState.Waiting ? "retried" : NoticeRow.Word(state)));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Counts(Database database)
    {
        using var connection = database.OpenReader();
        return [.. NoticeTable.Counts(connection).Select(it => new Measurement<int>(it.Count, new KeyValuePair<string, object?>("state", it.State)))];
    }
}
