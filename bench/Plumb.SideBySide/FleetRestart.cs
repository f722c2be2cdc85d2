using System.Diagnostics;
using Plumb.SideBySide.Fleet;

namespace Plumb.SideBySide;

/// <summary>The control plane is killed and started again under its agents; a person changes something while they come back.</summary>
internal static class FleetRestart
{
    private const int Rounds = 3;

    public static async Task MeasureAsync(int scale)
    {
        await using var plane = await ControlPlane.StartAsync(scale);
        await using var crowd = new Crowd(plane);
        await crowd.AnsweredAsync();
        List<double> calm = [];
        for (var i = 0; i < 20; i++)
            calm.AddRange(await FleetPublish.PublishedAsync(plane, crowd, i * 37 % scale, $"calm {i}", Stopwatch.GetTimestamp()));

        List<(double Ready, double Half, double All, double Answered, double Person)> rounds = [];
        for (var i = 0; i < Rounds; i++)
        {
            // As long as an upgrade takes: agents are at longer pauses by then.
            await plane.KillAsync();
            await crowd.UntilAsync(() => crowd.Agents.All(agent => agent.AnsweredAt == 0), "agents that lost it");
            await Task.Delay(TimeSpan.FromSeconds(1));
            var at = Stopwatch.GetTimestamp();
            await plane.StartAsync();
            var ready = Stopwatch.GetElapsedTime(at).TotalSeconds;
            var asked = Stopwatch.GetTimestamp();
            await plane.PublishAsync($"system/{SeededFleet.StackOf(i)}", $"restart {i}");
            var person = Stopwatch.GetElapsedTime(asked).TotalSeconds;
            await crowd.AnsweredAsync();
            var answers = crowd.Agents.Select(agent => Stopwatch.GetElapsedTime(at, agent.AnsweredAt).TotalSeconds).ToList();
            rounds.Add((ready, Proc.Median(answers), answers.Max(), Stopwatch.GetElapsedTime(at).TotalSeconds, person));
        }

        Console.WriteLine($"""
            ## {scale:N0} agents, {scale:N0} stacks: the control plane killed and started again, {Rounds} times ({Proc.Load()})

            | from the start of its process | median | longest | bar |
            |---|---|---|---|
            | it answers | {Proc.Median(rounds.Select(r => r.Ready)):0.00} s | {rounds.Max(r => r.Ready):0.00} s | |
            | half of the agents are answered again | {Proc.Median(rounds.Select(r => r.Half)):0.00} s | {rounds.Max(r => r.Half):0.00} s | |
            | all are | {Proc.Median(rounds.Select(r => r.All)):0.00} s | {rounds.Max(r => r.All):0.00} s | 10 s |
            | a person publishes the moment it answers, until that is answered | {Proc.Median(rounds.Select(r => r.Person)):0.000} s | {rounds.Max(r => r.Person):0.000} s | not delayed |
            | the same in calm, until ten agents have it | {Proc.Median(calm):0.000} s | {calm.Max():0.000} s | |

            Agents try again after 0.5 s, then twice as long each time, by half more or less: what they wait is in the times.

            """);
    }
}
