using System.Text;
using Plumb.Compose.Engine;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Planning;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Compose.Tests.Real;

/// <summary>One stack, kept true by the driver's own parts on a real engine: looked at, planned, carried out, as the loop does it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly TempDir _data = new("plumb-stage-");
    private readonly Dictionary<string, StackContent> _contents = new(StringComparer.Ordinal);
    private readonly ProcessRunner? _processes;
    private readonly List<ContentFile> _files = [];

    private Stage(RealEngine engine, string project, ProcessRunner processes) => (Engine, Project, _processes) = (engine, project, processes);

    public RealEngine Engine { get; }

    public string Project { get; }

    public ComposeDriver Driver { get; private set; } = null!;

    /// <summary>How the stack is targeted; tests change it as a person or a commit would.</summary>
    public Func<TargetStack, TargetStack> Target { get; set; } = target => target;

    public bool Adopt { get; set; }

    /// <summary>Step by step what was carried out, as <c>action: outcome</c>.</summary>
    public List<(Step Step, StepOutcome Outcome)> Done { get; } = [];

    /// <summary>Where the stack's own files lie on this host.</summary>
    public string Place => Path.Combine(_data.Path, "data", "work", "stacks", "source+infra", Project);

    public static async Task<Stage> OnAsync(RealEngine engine, string compose, string version = RealCompose.Newer, string instance = "here", string? project = null)
    {
        var stage = new Stage(engine, project ?? SharedEngine.NewProject("p"), new ProcessRunner(new SecretMask(), TimeProvider.System));
        stage.File("compose.yaml", compose);
        await stage.RestartAsync(version, instance);
        return stage;
    }

    /// <summary>The agent's process ends and another begins, on the same data directory.</summary>
    public async Task RestartAsync(string version = RealCompose.Newer, string instance = "here")
    {
        Driver?.Dispose();
        Assert.True(EngineAddress.TryParse(Engine.Host, out var address, out _));
        var options = new ComposeDriverOptions
        {
            Engine = address,
            ComposeBinary = await RealCompose.PathAsync(version),
            DataDirectory = _data.At("data"),
            Instance = instance,
        };
        Driver = await ComposeDriver.CreateAsync(options, _processes!, TimeProvider.System, new SecretMask(), Failpoints.None, default);
        Driver.Contents.Provide((checksum, _) => Task.FromResult(_contents.GetValueOrDefault(checksum)));
    }

    /// <summary>Writes a tracked file, as a commit does.</summary>
    public Stage File(string path, string text, bool executable = false)
    {
        _files.RemoveAll(file => file.Path == path);
        var bytes = Encoding.UTF8.GetBytes(text);
        _files.Add(new(path, executable ? "100755" : "100644", StackContent.BlobIdOf(bytes), bytes));
        _files.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return this;
    }

    public async Task<ComposeSpec> SpecAsync()
    {
        var content = new StackContent(".", [.. _files]);
        _contents[content.Checksum()] = content;
        var target = Target(new()
        {
            Id = "web",
            Name = "web",
            Scope = "source/infra",
            Path = Project,
            Driver = "compose",
            Sequence = 1,
            Checksum = content.Checksum(),
            Revision = "0123456789abcdef0123456789abcdef01234567",
            CommitMessage = "first",
            ComposeFile = "compose.yaml",
            Settings = new StackSettings { Project = Project },
            DriftPolicy = DriftPolicy.Revert,
            ChangePolicy = ChangePolicy.Auto,
            RemoveEnabled = false,
        });
        var prepared = await Driver.Preparer.PrepareAsync(target, content, new("here", target.Scope, target.Path), default);
        return Assert.IsType<Preparation.Ready>(prepared).Spec with { Adopt = Adopt };
    }

    public async Task<Kernel.Planning.Plan> PlanAsync()
    {
        var spec = await SpecAsync();
        var look = await Driver.Observer.LookAtAsync(spec.Id, spec, default);
        Assert.NotEqual(Seen.Unknown, look.Seen);
        return Driver.Planner.Plan(spec.Id, spec, look, Now());
    }

    /// <summary>One run: looks, plans, and carries the steps out until one is held or fails.</summary>
    /// <returns>The plan.</returns>
    public async Task<Kernel.Planning.Plan> RunAsync(CancellationToken cancellation = default)
    {
        var spec = await SpecAsync();
        var plan = await PlanAsync();
        foreach (var step in plan.Steps.TakeWhile(step => step.Hold is null))
        {
            var outcome = await Driver.Executor.ExecuteAsync(spec.Id, spec, step, cancellation);
            Done.Add((step, outcome));
            if (outcome is not StepOutcome.Succeeded)
                break;
        }

        return plan;
    }

    /// <summary>Runs until nothing differs. Fails with what is left and what was done when it never does.</summary>
    public async Task SettleAsync(int runs = 6)
    {
        for (var run = 0; run < runs; run++)
        {
            if (!(await RunAsync()).Differs && (await PlanAsync()).Steps.IsEmpty)
                return;
        }

        Assert.Fail($"not settled: {Planned(await PlanAsync())}\n{Story()}");
    }

    /// <summary>The stack is not desired any more, and may go.</summary>
    public async Task DownAsync(bool volumes = false)
    {
        var spec = await SpecAsync();
        Driver.Departed.Replace([new DepartedStack(spec.Id, spec.Ownership, new(Allowed: true, volumes, KeepRunning: false))]);
        var look = await Driver.Observer.LookAtAsync(spec.Id, desired: null, default);
        foreach (var step in Driver.Planner.Plan(spec.Id, desired: null, look, Now()).Steps)
            Done.Add((step, await Driver.Executor.ExecuteAsync(spec.Id, desired: null, step, default)));
        Assert.True(Done[^1].Outcome is StepOutcome.Succeeded, Story());
        var left = await Driver.Observer.LookAtAsync(spec.Id, desired: null, default);
        Assert.True(left.Seen == Seen.Absent, $"{left.Actual} {string.Join(",", left.Actual?.Containers.Select(it => it.Name) ?? [])} {left.Actual?.Layout}\n{Story()}");
        Driver.Departed.Replace([]);
    }

    /// <summary>Waits until it is in sync and healthy: services take their time.</summary>
    public async Task UpAsync()
    {
        await SettleAsync();
        await Wait.UntilAsync(
            async () => (await PlanAsync()) is { Differs: false, Health: Health.Healthy },
            TimeSpan.FromSeconds(30),
            () => $"healthy; {Story()}");
    }

    /// <summary>Ten sweeps find nothing to do, and no container was touched.</summary>
    public async Task StaysQuietAsync()
    {
        var before = await ContainersAsync();
        var spec = await SpecAsync();
        for (var sweep = 0; sweep < 10; sweep++)
        {
            var look = await Driver.Observer.LookAtAllAsync(new Dictionary<Kernel.ObjectId, ComposeSpec> { [spec.Id] = spec }, default);
            Assert.Equal(Completeness.Complete, look.Completeness);
            var plan = Driver.Planner.Plan(spec.Id, spec, look.At(spec.Id), Now());
            Assert.True(plan.IsInSync, Planned(plan));
        }

        Assert.Equal(before, await ContainersAsync());
    }

    /// <summary>By name: id, state and start time.</summary>
    public async Task<SortedDictionary<string, string>> ContainersAsync()
    {
        var ids = (await Engine.DockerAsync("ps", "-aq", "--no-trunc", "--filter", $"label=com.docker.compose.project={Project}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (ids.Length == 0)
            return all;
        var lines = await Engine.DockerAsync(["inspect", "-f", "{{.Name}} {{.Id}} {{.State.Status}} {{.State.StartedAt}}", .. ids]);
        foreach (var line in lines.Split('\n'))
        {
            var words = line.Split(' ', 2);
            all[words[0].TrimStart('/')] = words[1];
        }

        return all;
    }

    public string Name(string service, int number = 1) => $"{Project}-{service}-{number}";

    public async Task<string> IdAsync(string service, int number = 1) => await Engine.DockerAsync("inspect", "-f", "{{.Id}}", Name(service, number));

    public Task<string> LabelAsync(string service, string label) =>
        Engine.DockerAsync("inspect", "-f", $"{{{{index .Config.Labels \"{label}\"}}}}", Name(service));

    public async Task<string> ReadAsync(string service, string path) => await Engine.DockerAsync("exec", Name(service), "cat", path);

    public string Story() => string.Join("\n", Done.Select(it => $"{it.Step.Action} ({it.Step.Changes}): {it.Outcome}"));

    /// <summary>The newest failure.</summary>
    public string Error() => Assert.IsType<StepOutcome.Failed>(Done[^1].Outcome).Error;

    public async ValueTask DisposeAsync()
    {
        Driver.Dispose();
        string[] mine = ["-q", "--filter", $"label=com.docker.compose.project={Project}"];
        await RemoveAsync(["rm", "-f"], await Engine.DockerAsync(["ps", "-a", .. mine]));
        await RemoveAsync(["network", "rm"], await Engine.DockerAsync(["network", "ls", .. mine]));
        _processes?.Dispose();
        _data.Dispose();
    }

    private async Task RemoveAsync(string[] command, string ids)
    {
        if (ids.Length > 0)
            await Engine.DockerAsync([.. command, .. ids.Split('\n')]);
    }

    public static string Planned(Kernel.Planning.Plan plan) =>
        $"{string.Join(", ", plan.Differences)} | {string.Join("; ", plan.Steps.Select(step => $"{step.Action} {step.Changes} {step.Hold}"))} | {string.Join(", ", plan.Holds)} | {plan.Health} {plan.HealthMessage}";

    private static PlanContext Now() => new(TimeProvider.System.GetUtcNow(), Complete: true, DesiredComplete: true);
}
