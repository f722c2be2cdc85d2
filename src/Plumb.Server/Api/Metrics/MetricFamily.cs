using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Plumb.Server.Api.Metrics;

/// <summary>All series of one instrument name.</summary>
internal sealed class MetricFamily(Instrument instrument)
{
    /// <summary>Series of one family; more would be a label that should not be one.</summary>
    private const int Most = 1000;

    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly string _kind = MetricNames.KindOf(instrument);
    private readonly string _help = instrument.Description ?? "";
    private readonly double[] _bounds = [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? Seconds];

    public string Name { get; } = MetricNames.Of(instrument);

    /// <param name="labels">As <see cref="MetricNames.Labels"/> writes them.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="whole">The value is the whole, not an addition: of observed instruments and gauges.</param>
    public void Measured(string labels, double value, bool whole)
    {
        lock (_gate)
        {
            if (!_series.TryGetValue(labels, out var series))
            {
                if (_series.Count >= Most)
                {
                    return;
                }

                _series[labels] = series = new Series(_bounds.Length + 1);
            }

            series.Count++;
            series.Sum = whole ? value : series.Sum + value;
            if (_kind == "histogram")
            {
                var at = Array.FindIndex(_bounds, bound => value <= bound);
                series.Buckets[at < 0 ? _bounds.Length : at]++;
            }
        }
    }

    /// <summary>Forgets what was observed, so that what is no longer observed goes.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _series.Clear();
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_gate)
        {
            // Told even while nothing was measured: who writes an alert looks here for the names there are.
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {_help}\n# TYPE {Name} {_kind}\n");
            foreach (var (labels, series) in _series)
            {
                if (_kind == "histogram")
                {
                    WriteHistogram(text, labels, series);
                }
                else
                {
                    text.Append(CultureInfo.InvariantCulture, $"{Name}{Braced(labels)} {Number(series.Sum)}\n");
                }
            }
        }
    }

    private void WriteHistogram(StringBuilder text, string labels, Series series)
    {
        var separator = labels.Length == 0 ? "" : ",";
        long total = 0;
        for (var at = 0; at <= _bounds.Length; at++)
        {
            total += series.Buckets[at];
            var bound = at == _bounds.Length ? "+Inf" : Number(_bounds[at]);
            text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{labels}{separator}le=\"{bound}\"}} {total}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Name}_sum{Braced(labels)} {Number(series.Sum)}\n{Name}_count{Braced(labels)} {series.Count}\n");
    }

    private static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Series(int buckets)
    {
        public long[] Buckets { get; } = new long[buckets];

        public double Sum { get; set; }

        public long Count { get; set; }
    }
}
