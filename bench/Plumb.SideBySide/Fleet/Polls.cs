namespace Plumb.SideBySide.Fleet;

/// <summary>Polls of agents that hold the newest target state.</summary>
internal static class Polls
{
    private const int Wires = 16;

    /// <summary>Asks for each agent's target state once.</summary>
    /// <returns>By agent, what it says when it holds that.</returns>
    public static async Task<byte[][]> OfAsync(ControlPlane plane, string? wait = null)
    {
        var agents = plane.Fleet.Agents;
        var requests = new byte[agents.Count][];
        await Task.WhenAll(Enumerable.Range(0, Wires).Select(async first =>
        {
            using var wire = new Wire(plane.Port);
            for (var i = first; i < agents.Count; i += Wires)
            {
                var answer = await wire.AskAsync(agents[i].Poll());
                requests[i] = answer is { Status: 200, ETag: { } etag } ? agents[i].Poll(etag, wait) : throw new InvalidOperationException($"{agents[i].Name} was answered with {answer.Status} {answer.Body}");
            }
        }));
        return requests;
    }
}
