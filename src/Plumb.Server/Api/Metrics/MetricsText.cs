using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Plumb.Server.Api.Metrics;

/// <summary>Listens to every meter named <c>Plumb</c> of this process and writes Prometheus' text format.</summary>
/// <remarks>Source: prometheus.io, "Exposition formats", text format 0.0.4.</remarks>
internal sealed class MetricsText : IDisposable
{
    public const string MeterName = "Plumb";
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MetricFamily> _observed = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly MeterListener _listener = new();

    public MetricsText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MeterName)
            {
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Measured(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Measured(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, state) => Measured(instrument, value, tags, state));
        _listener.Start();
    }

    public string Write()
    {
        lock (_writing)
        {
            foreach (var family in _observed.Values)
            {
                family.Forget();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            {
                family.Write(text);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private MetricFamily FamilyOf(Instrument instrument)
    {
        var family = _families.GetOrAdd(MetricNames.Of(instrument), _ => new MetricFamily(instrument));
        if (instrument.IsObservable)
        {
            _observed.TryAdd(family.Name, family);
        }

        return family;
    }

    private static void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var whole = instrument.IsObservable || instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);
        ((MetricFamily)state!).Measured(MetricNames.Labels(tags), value, whole);
    }
}
