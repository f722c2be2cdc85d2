using Plumb.SideBySide.Fleet;
using Plumb.TestKit;

namespace Plumb.SideBySide;

/// <summary>A poll that changes nothing, key checked, against Kestrel alone that answers 304 to the same bytes; and a tenth of the fleet against the whole.</summary>
internal static class FleetPoll
{
    private const int Rounds = 5;
    private const int PerSecond = 1000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    /// <summary>Code that is used much is compiled better when 30 s went by without new code: <c>TieredCompilation.CallCountingDelayMs</c>.</summary>
    private static readonly TimeSpan Compiled = TimeSpan.FromSeconds(33);

    public static async Task MeasureAsync(int scale)
    {
        await using var whole = await ControlPlane.StartAsync(scale);
        await using var tenth = await ControlPlane.StartAsync(scale / 10);
        var port = Bed.FreePort();
        using var dir = new TempDir("plumb-bench-");
        using var bare = Bare.Start(port, dir.At("bare.runtimeconfig.json"));
        try
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var all = await Polls.OfAsync(whole);
            var first = watch.Elapsed;
            Subject[] subjects = [new(port, bare.Id, all), new(whole.Port, whole.Process.Id, all), new(tenth.Port, tenth.Process.Id, await Polls.OfAsync(tenth))];
            foreach (var pause in (TimeSpan[])[Compiled, TimeSpan.FromSeconds(2)])
            {
                foreach (var subject in subjects)
                    Load.Closed(subject.Port, subject.Requests, Round / 2);
                await Task.Delay(pause);
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var subject in subjects)
                    subject.Rush(Round);
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var subject in subjects)
                    subject.Walk(PerSecond, Round);
            }

            Print(scale, first, subjects);
        }
        finally
        {
            bare.Kill();
            await bare.WaitForExitAsync();
        }
    }

    private static void Print(int scale, TimeSpan first, Subject[] subjects)
    {
        var (bare, ours, few) = (subjects[0], subjects[1], subjects[2]);
        Console.WriteLine($"""
            ## An unchanged poll, {Rounds} rounds in turn ({Proc.Load()})

            | | requests a second | ratio | CPU of the server, each | p50 at {PerSecond}/s | p99 at {PerSecond}/s | ratio |
            |---|---|---|---|---|---|---|
            | Kestrel alone: 304, no route, no key | {bare.PerSecond:0} | | {bare.Cpu:0.0} µs | {bare.Median:0.000} ms | {bare.P99:0.000} ms | |
            | {scale:N0} agents, {scale:N0} stacks | {ours.PerSecond:0} | {ours.PerSecond / bare.PerSecond:0.00} (bar 0.5) | {ours.Cpu:0.0} µs | {ours.Median:0.000} ms | {ours.P99:0.000} ms | {ours.P99 / bare.P99:0.00} (bar 2) |
            | {scale / 10:N0} agents, {scale / 10:N0} stacks | {few.PerSecond:0} | {few.PerSecond / bare.PerSecond:0.00} | {few.Cpu:0.0} µs | {few.Median:0.000} ms | {few.P99:0.000} ms | {few.P99 / bare.P99:0.00} |

            The first answer of each of {scale:N0} agents, one after another on 16 connections: {first.TotalSeconds:0.0} s.

            """);
    }

    private sealed record Subject(int Port, int Process, byte[][] Requests)
    {
        private readonly List<double> rates = [];
        private readonly List<double> costs = [];
        private readonly List<double> medians = [];
        private readonly List<double> slowest = [];

        public double PerSecond => Proc.Median(rates);

        /// <summary>Microseconds.</summary>
        public double Cpu => Proc.Median(costs);

        /// <summary>Milliseconds.</summary>
        public double Median => Proc.Median(medians);

        /// <summary>Milliseconds.</summary>
        public double P99 => Proc.Median(slowest);

        public void Rush(TimeSpan length)
        {
            var before = Proc.CpuSeconds(Process);
            rates.Add(Load.Closed(Port, Requests, length));
            costs.Add((Proc.CpuSeconds(Process) - before) / (rates[^1] * length.TotalSeconds) * 1e6);
        }

        public void Walk(int perSecond, TimeSpan length)
        {
            var times = Load.Open(Port, Requests, perSecond, length);
            medians.Add(Proc.Median(times));
            slowest.Add(Proc.Percentile(times, 99));
        }
    }
}
