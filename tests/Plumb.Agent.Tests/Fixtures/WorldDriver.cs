using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Plumb.Agent.Hosting;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Compose.Observe;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>A small whole driver over <see cref="World"/>: each line of a stack's file is a service.</summary>
internal sealed class WorldDriver(World world) : IStackPreparer, IObserver<ComposeSpec, StackSeen>, IExecutor<ComposeSpec>
{
    private readonly Channel<ObjectId?> hints = Channel.CreateUnbounded<ObjectId?>();

    public DepartedStacks Departed { get; } = new();

    /// <summary>Why a stack cannot be prepared now; null when it can.</summary>
    public Func<TargetStack, string?> NotNow { get; set; } = static _ => null;

    /// <summary>Whether only preparing a stack tells its project.</summary>
    public Func<TargetStack, bool> AnyProject { get; set; } = static _ => false;

    public StackDriver Driver => new(new DriverParts<ComposeSpec, StackSeen>(new WorldPlanner(world), this, this), this, Facts, Departed, HintsAsync)
    {
        Highest = _ => ValueTask.FromResult(new HighestSequence(world.All().Values.SelectMany(list => list).Max(container => container.Mark?.Sequence) ?? 0, world.Away)),
    };

    public bool HintsWereAsked { get; private set; }

    public void Hint(ObjectId? id) => hints.Writer.TryWrite(id);

    public Task<Preparation> PrepareAsync(TargetStack stack, StackContent? content, Ownership ownership, CancellationToken cancellation)
    {
        if (NotNow(stack) is { } why)
            return Task.FromResult<Preparation>(new Preparation.NotNow(why));
        if (content is null && stack.Checksum is not null)
            return Task.FromResult<Preparation>(new Preparation.NotNow("the content is not here"));
        var services = content is null ? [] : Encoding.UTF8.GetString(content.Files[0].Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Task.FromResult<Preparation>(new Preparation.Ready(new ComposeSpec
        {
            Id = new ObjectId(stack.Id),
            Fingerprint = stack.Checksum ?? "refused",
            Ownership = ownership,
            Project = stack.Settings.Project ?? stack.Path,
            Target = stack,
            Refusal = stack.Refusal,
            Rendered = content is null ? null : new RenderedStack
            {
                Project = stack.Path,
                ComposeHash = "hash-of-" + stack.Checksum,
                Model = new JsonObject(),
                Services = services.ToDictionary(s => s, Service, StringComparer.Ordinal),
                Networks = new Dictionary<string, RenderedResource>(StringComparer.Ordinal),
                Volumes = new Dictionary<string, RenderedResource>(StringComparer.Ordinal),
                Waves = [services],
                Directory = "/nowhere",
            },
        }));
    }

    public IReadOnlyList<string>? ProjectsOf(TargetStack stack, StackContent? content) => AnyProject(stack) ? null : [stack.Settings.Project ?? stack.Path];

    public ValueTask<WorldLook<StackSeen>> LookAtAllAsync(IReadOnlyDictionary<ObjectId, ComposeSpec> desired, CancellationToken cancellation)
    {
        world.CountSweep();
        if (world.Away is { } why)
            return new(WorldLook<StackSeen>.Unknown(why));
        var ids = desired.Keys.Concat(Departed.Current.Keys);
        var seen = ids.Select(id => (id, actual: Look(id, desired.GetValueOrDefault(id)))).Where(p => p.actual is not null).ToDictionary(p => p.id, p => p.actual!);
        return new(WorldLook<StackSeen>.Complete(seen));
    }

    public ValueTask<Look<StackSeen>> LookAtAsync(ObjectId id, ComposeSpec? desired, CancellationToken cancellation) => new(
        world.Away is { } why ? Look<StackSeen>.Unknown(why) : Look(id, desired) is { } actual ? Look<StackSeen>.Present(actual) : Look<StackSeen>.Absent());

    public async ValueTask<StepOutcome> ExecuteAsync(ObjectId id, ComposeSpec? desired, Step step, CancellationToken cancellation)
    {
        world.Steps.Enqueue($"{id}:{step.Action}");
        if (await world.BeforeStep(id, step, cancellation) is { } instead)
            return instead;
        switch (step)
        {
            case ComposeStep.Up up:
                foreach (var service in up.Recreate.Concat(up.Ensure))
                    world.Run(desired!.Project, service, MarkOf(desired, service));
                return StepOutcome.Done;
            case ComposeStep.Down down:
                world.Clear(down.Project);
                return StepOutcome.Done;
            default:
                throw new NotSupportedException(step.Action);
        }
    }

    public static ContainerMark MarkOf(ComposeSpec spec, string service) => new()
    {
        Ownership = spec.Ownership,
        Revision = spec.Target.Revision,
        CommitMessage = spec.Target.CommitMessage,
        ComposeHash = spec.Rendered!.ComposeHash,
        InputsHash = spec.Rendered.Services[service].InputsHash,
        Sequence = spec.Target.Sequence,
        SyncedAt = DateTimeOffset.UnixEpoch,
    };

    private StackSeen? Look(ObjectId id, ComposeSpec? desired)
    {
        var departed = Departed.Current.GetValueOrDefault(id);
        var owner = desired?.Ownership ?? departed?.Ownership;
        var (project, containers) = desired is not null
            ? (desired.Project, world.Of(desired.Project).ToList())
            : world.All().Where(p => p.Value.Any(c => c.Mark?.Ownership == owner)).Select(p => (p.Key, p.Value)).FirstOrDefault();
        return containers is not { Count: > 0 } || (desired is null && departed?.Terms.KeepRunning == true) ? null : new StackSeen
        {
            Project = project,
            Containers = containers,
            Networks = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal),
            Volumes = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal),
            Layout = LayoutSeen.None,
            Removal = desired is null ? departed?.Terms : null,
        };
    }

    private static SyncFacts Facts(ComposeSpec spec, StackSeen seen) => seen.Containers.Select(c => c.Mark).OfType<ContainerMark>().FirstOrDefault() is { } mark
        ? new SyncFacts(mark.Revision, mark.CommitMessage, mark.ComposeHash, mark.SyncedAt)
        : SyncFacts.None;

    private static RenderedService Service(string name) => new()
    {
        Name = name,
        InputsHash = "inputs-of-" + name,
        Scale = 1,
        Image = "busybox",
        Builds = false,
        Restart = "no",
        MayFinish = false,
        HasHealthCheck = false,
        DependsOn = [],
        SharesNamespaceOf = [],
        Networks = [],
        Volumes = [],
        MountedContent = [],
        Settings = new ContainerSettings(),
        Program = ContainerProgram.Undeclared,
    };

    private async IAsyncEnumerable<ObjectId?> HintsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        HintsWereAsked = true;
        await foreach (var hint in hints.Reader.ReadAllAsync(cancellation))
            yield return hint;
    }
}
