namespace Plumb.Agent.Hosting;

/// <summary>The looks and steps that run beside the loop.</summary>
internal sealed class Running
{
    private readonly Lock gate = new();
    private readonly HashSet<Task> tasks = [];

    public void Add(Task task)
    {
        lock (gate)
            tasks.Add(task);
        _ = task.ContinueWith(
            done =>
            {
                lock (gate)
                    tasks.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async Task WhenNoneAsync()
    {
        while (true)
        {
            Task[] left;
            lock (gate)
                left = [.. tasks];
            if (left.Length == 0)
                return;
            await Task.WhenAll(left);
        }
    }
}
