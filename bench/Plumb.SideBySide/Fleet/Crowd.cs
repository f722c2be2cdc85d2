using System.Diagnostics;

namespace Plumb.SideBySide.Fleet;

/// <summary>All agents of a control plane, simulated.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly CancellationTokenSource ending = new();
    private readonly Task running;

    public Crowd(ControlPlane plane)
    {
        Agents = [.. plane.Fleet.Agents.Select(agent => new SimulatedAgent(plane, agent))];
        running = Task.WhenAll(Agents.Select(agent => Task.Run(() => agent.RunAsync(ending.Token))));
    }

    public IReadOnlyList<SimulatedAgent> Agents { get; }

    /// <summary>Those that share a stack.</summary>
    public IEnumerable<SimulatedAgent> OfStack(int stack) => Agents.Skip(stack / SeededFleet.Together * SeededFleet.Together).Take(SeededFleet.Together);

    /// <summary>Until each one was answered on the connection that it has.</summary>
    public Task AnsweredAsync() => UntilAsync(() => Agents.All(agent => agent.AnsweredAt > 0), "all agents answered");

    public async Task UntilAsync(Func<bool> so, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!so())
        {
            if (running.IsCompleted || watch.Elapsed > Patience)
                throw new InvalidOperationException($"Not seen within {watch.Elapsed}: {what}", running.Exception);
            await Task.Delay(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await running;
        ending.Dispose();
    }
}
