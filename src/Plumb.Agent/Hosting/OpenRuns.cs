using Plumb.Kernel;

namespace Plumb.Agent.Hosting;

/// <summary>Objects of which a step began and whose run is not recorded yet. An ending agent waits for these. One thread, but for the wait.</summary>
internal sealed class OpenRuns
{
    private readonly HashSet<ObjectId> open = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the agent ends and none is open.</summary>
    public Task AllEnded => ended.Task;

    public bool Contains(ObjectId id) => open.Contains(id);

    public void Began(ObjectId id) => open.Add(id);

    public void Ended(ObjectId id) => open.Remove(id);

    public void Ending()
    {
        if (open.Count == 0)
            ended.TrySetResult();
    }
}
