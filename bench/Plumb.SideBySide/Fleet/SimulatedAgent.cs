using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Plumb.SideBySide.Fleet;

/// <summary>What an agent says and hears: long polls, the content that it does not hold, and tries again as the real one does. It runs nothing.</summary>
internal sealed class SimulatedAgent(ControlPlane plane, SeededAgent agent)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private readonly HashSet<string> contents = new(StringComparer.Ordinal);
    private string? etag;
    private bool asked;

    public string Name => agent.Name;

    /// <summary>When it had each deployment object with its content: a <see cref="Stopwatch"/> stamp by sequence.</summary>
    public ConcurrentDictionary<long, long> Had { get; } = [];

    /// <summary>How many stacks it should run by what it was told last, and when that was.</summary>
    public (int Count, long At) Stacks { get; private set; }

    /// <summary>When this connection's first poll was answered; 0: it was not.</summary>
    public long AnsweredAt { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = TimeSpan.FromMilliseconds(500);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var wire = new Wire(plane.Port);
                asked = false;
                while (true)
                {
                    await PollAsync(wire, cancellation);
                    pause = TimeSpan.FromMilliseconds(500);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                AnsweredAt = 0;
                await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), CancellationToken.None);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
            }
        }
    }

    // The first poll of a connection asks what is so now: only then is an unchanged state an answer at once.
    private async Task PollAsync(Wire wire, CancellationToken cancellation)
    {
        var answer = await wire.AskAsync(agent.Poll(etag, asked ? "30s" : null), cancellation);
        switch (answer.Status)
        {
            case 200:
                etag = answer.ETag;
                await TakeAsync(wire, JsonNode.Parse(answer.Body)!["stacks"]!.AsArray(), cancellation);
                break;
            case 304:
                break;
            default:
                throw new IOException($"answered with {answer.Status}");
        }

        if (!asked)
            AnsweredAt = Stopwatch.GetTimestamp();
        asked = true;
    }

    private async Task TakeAsync(Wire wire, JsonArray stacks, CancellationToken cancellation)
    {
        foreach (var stack in stacks)
        {
            var (sequence, checksum) = (stack!["sequence"]!.GetValue<long>(), stack["checksum"]!.GetValue<string>());
            if (contents.Add(checksum))
            {
                var answer = await wire.AskAsync(agent.Content(checksum), cancellation);
                if (answer.Status != 200)
                {
                    // It was replaced meanwhile.
                    contents.Remove(checksum);
                    continue;
                }
            }

            Had.TryAdd(sequence, Stopwatch.GetTimestamp());
        }

        Stacks = (stacks.Count, Stopwatch.GetTimestamp());
    }
}
