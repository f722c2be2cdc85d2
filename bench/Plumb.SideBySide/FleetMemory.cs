using System.Globalization;
using Plumb.SideBySide.Fleet;

namespace Plumb.SideBySide;

/// <summary>What a control plane with a crowd of waiting agents has in memory.</summary>
internal static class FleetMemory
{
    public static async Task MeasureAsync(int scale)
    {
        await using var plane = await ControlPlane.StartAsync(scale);
        var idle = Proc.ResidentMiB(plane.Process.Id);
        var polls = await Polls.OfAsync(plane, wait: "5m");
        var answered = Proc.ResidentMiB(plane.Process.Id);
        var wires = new Wire[polls.Length];
        for (var i = 0; i < polls.Length; i++)
        {
            wires[i] = new Wire(plane.Port);
            wires[i].Send(polls[i]);
        }

        while (await WaitingAsync(plane) < scale)
            await Task.Delay(100);
        var waiting = Proc.ResidentMiB(plane.Process.Id);
        // What it keeps for later is given back by then.
        await Task.Delay(TimeSpan.FromSeconds(40));
        var rest = Proc.ResidentMiB(plane.Process.Id);
        foreach (var wire in wires)
            wire.Dispose();
        Console.WriteLine($"""
            ## Memory of the control plane, {scale:N0} agents, {scale:N0} stacks ({Proc.Load()})

            | resident | | bar |
            |---|---|---|
            | started, nobody asked yet | {idle:0} MiB | |
            | every agent was answered once | {answered:0} MiB | |
            | {scale:N0} long polls wait | {waiting:0} MiB | 400 MB |
            | 40 s later | {rest:0} MiB | 400 MB |
            | the most that it ever had | {Proc.PeakMiB(plane.Process.Id):0} MiB | |

            """);
    }

    private static async Task<int> WaitingAsync(ControlPlane plane)
    {
        var text = await plane.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = text.Split('\n').First(l => l.StartsWith("plumb_polls_waiting", StringComparison.Ordinal));
        return (int)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }
}
