using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Plumb.SideBySide.Fleet;

/// <summary>What two clients do to one server.</summary>
internal static partial class Load
{
    private const int Threads = 2;
    private const int WiresEach = 32;
    private const int Openers = 8;
    private const int TimerSlack = 29;

    /// <summary>As many requests as are answered, each connection one at a time.</summary>
    /// <param name="requests">Taken in turn; each is answered with 304.</param>
    /// <returns>A second.</returns>
    public static double Closed(int port, byte[][] requests, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var answered = Together(Threads, thread =>
        {
            var wires = Enumerable.Range(0, WiresEach).Select(_ => new Wire(port)).ToArray();
            var (next, count) = (thread * requests.Length / Threads, 0L);
            while (watch.Elapsed < length)
            {
                foreach (var wire in wires)
                    wire.Send(requests[next++ % requests.Length]);
                foreach (var wire in wires)
                    wire.Expect304();
                count += wires.Length;
            }

            foreach (var wire in wires)
                wire.Dispose();
            return count;
        });
        return answered.Sum() / watch.Elapsed.TotalSeconds;
    }

    /// <summary>So many requests a second, whether the last ones were answered or not. Each one's time counts from the moment at which it was meant to be sent.</summary>
    /// <returns>Milliseconds, of each request.</returns>
    public static List<double> Open(int port, byte[][] requests, int perSecond, TimeSpan length)
    {
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var total = (int)(perSecond * length.TotalSeconds);
        return [.. Together(Openers, thread =>
        {
            _ = Prctl(TimerSlack, 1, 0, 0, 0);
            using var wire = new Wire(port);
            var times = new List<double>(total / Openers);
            for (var i = thread; i < total; i += Openers)
            {
                var meant = start + (long)(i * (double)Stopwatch.Frequency / perSecond);
                SleepUntil(meant);
                wire.Send(requests[i * 7919 % requests.Length]);
                wire.Expect304();
                times.Add(Stopwatch.GetElapsedTime(meant).TotalMilliseconds);
            }

            return times;
        }).SelectMany(times => times)];
    }

    private static T[] Together<T>(int count, Func<int, T> work)
    {
        var results = new T[count];
        Exception? failed = null;
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            try
            {
                results[i] = work(i);
            }
            catch (Exception e)
            {
                failed = e;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return failed is null ? results : throw new InvalidOperationException("A client failed.", failed);
    }

    private static void SleepUntil(long at)
    {
        if (at - Stopwatch.GetTimestamp() is > 0 and var left)
        {
            var span = new Timespec { Nanoseconds = (long)(left * 1e9 / Stopwatch.Frequency) };
            (span.Seconds, span.Nanoseconds) = (span.Nanoseconds / 1_000_000_000, span.Nanoseconds % 1_000_000_000);
            _ = Nanosleep(ref span, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(ref Timespec span, nint left);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
