using System.Collections.Concurrent;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>An engine in memory: containers by project. Outlives agents, as an engine does.</summary>
internal sealed class World
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<ContainerSeen>> projects = new(StringComparer.Ordinal);
    private int made;

    /// <summary>Why it cannot be seen; null when it can.</summary>
    public string? Away { get; set; }

    /// <summary>Of every step.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs before a step has its effect: a place to fail, to wait, or to look around.</summary>
    public Func<ObjectId, Step, CancellationToken, Task<StepOutcome?>> BeforeStep { get; set; } = static (_, _, _) => Task.FromResult<StepOutcome?>(null);

    public ConcurrentQueue<string> Steps { get; } = new();

    private int sweeps;

    public int Sweeps => sweeps;

    public void CountSweep() => Interlocked.Increment(ref sweeps);

    public IReadOnlyList<ContainerSeen> Of(string project)
    {
        lock (gate)
            return [.. projects.GetValueOrDefault(project, [])];
    }

    public IReadOnlyDictionary<string, List<ContainerSeen>> All()
    {
        lock (gate)
            return projects.ToDictionary(p => p.Key, p => p.Value.ToList(), StringComparer.Ordinal);
    }

    public void Remove(string project, string service)
    {
        lock (gate)
            projects[project].RemoveAll(c => c.Service == service);
    }

    public void Clear(string project)
    {
        lock (gate)
            projects.Remove(project);
    }

    public void Run(string project, string service, ContainerMark? mark)
    {
        lock (gate)
        {
            var list = projects.TryGetValue(project, out var there) ? there : projects[project] = [];
            list.RemoveAll(c => c.Service == service);
            list.Add(new ContainerSeen
            {
                Id = $"{++made:x64}",
                Name = $"{project}-{service}-1",
                Service = service,
                Number = 1,
                OneOff = false,
                State = "running",
                ExitCode = null,
                Health = "none",
                Image = "busybox",
                ImageId = "sha256:1",
                Ports = [],
                CreatedAt = DateTimeOffset.UnixEpoch,
                Mark = mark,
                ConfigHash = null,
                Networks = [],
                Volumes = [],
                Inspection = null,
            });
        }
    }
}
