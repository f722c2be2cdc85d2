using System.Diagnostics;
using Plumb.SideBySide.Fleet;

namespace Plumb.SideBySide;

/// <summary>From a person's change to the agents that have it, all of them on long poll.</summary>
internal static class FleetPublish
{
    private const int Publications = 200;
    private const int Moves = 5;

    public static async Task MeasureAsync(int scale)
    {
        await using var plane = await ControlPlane.StartAsync(scale);
        await using var crowd = new Crowd(plane);
        await crowd.AnsweredAsync();
        var cpu = Proc.CpuSeconds(plane.Process.Id);
        List<double> had = [];
        List<double> answered = [];
        for (var i = 0; i < Publications; i++)
        {
            var stack = i * 37 % scale;
            var at = Stopwatch.GetTimestamp();
            had.AddRange(await PublishedAsync(plane, crowd, stack, $"round {i}", at));
            answered.Add(Stopwatch.GetElapsedTime(at).TotalSeconds);
            await Task.Delay(20);
        }

        cpu = (Proc.CpuSeconds(plane.Process.Id) - cpu) / Publications;
        var (moved, back) = await MovedAsync(plane, crowd);
        Console.WriteLine($"""
            ## {scale:N0} agents on long poll, {scale:N0} stacks, {Publications} publications ({Proc.Load()})

            | | median | p99 | longest | bar |
            |---|---|---|---|---|
            | published to "the agent has it, with its content", each of {SeededFleet.Together} agents | {Proc.Median(had):0.000} s | {Proc.Percentile(had, 99):0.000} s | {had.Max():0.000} s | p99 0.5 s |
            | one label on an agent: it is told of 1,000 more stacks | {Proc.Median(moved):0.000} s | | {moved.Max():0.000} s | |
            | the label taken away: it is told that they went | {Proc.Median(back):0.000} s | | {back.Max():0.000} s | |

            CPU of the control plane for one publication and its {SeededFleet.Together} agents: {cpu * 1000:0.0} ms.

            """);
    }

    /// <returns>Seconds, of each agent that shares the stack.</returns>
    public static async Task<IReadOnlyList<double>> PublishedAsync(ControlPlane plane, Crowd crowd, int stack, string mark, long at)
    {
        var sequence = await plane.PublishAsync($"system/{SeededFleet.StackOf(stack)}", mark);
        var agents = crowd.OfStack(stack).ToList();
        await crowd.UntilAsync(() => agents.TrueForAll(agent => agent.Had.ContainsKey(sequence)), $"deployment object {sequence} at its agents");
        return [.. agents.Select(agent => Stopwatch.GetElapsedTime(at, agent.Had[sequence]).TotalSeconds)];
    }

    private static async Task<(List<double> There, List<double> Back)> MovedAsync(ControlPlane plane, Crowd crowd)
    {
        var agent = crowd.Agents[^1];
        var route = $"/api/v1/agents/{agent.Name}/labels/{SeededFleet.ThousandOf(0)}";
        var (there, back) = (new List<double>(), new List<double>());
        for (var i = 0; i < Moves; i++)
        {
            foreach (var (method, times) in ((HttpMethod, List<double>)[])[(HttpMethod.Put, there), (HttpMethod.Delete, back)])
            {
                var before = agent.Stacks.Count;
                var at = Stopwatch.GetTimestamp();
                var asked = plane.MustAsync(method, route);
                await crowd.UntilAsync(() => agent.Stacks.Count != before, "the agent's other stacks");
                times.Add(Stopwatch.GetElapsedTime(at, agent.Stacks.At).TotalSeconds);
                await asked;
            }
        }

        return (there, back);
    }
}
