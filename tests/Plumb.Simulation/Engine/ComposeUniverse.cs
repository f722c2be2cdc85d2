using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Contracts.Stacks;
using Plumb.Kernel;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Fleet;
using Plumb.Simulation.Mutants;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Engine;

/// <summary>A virtual Docker engine with stacks on it, under the compose planner that ships.</summary>
/// <param name="fleet">What is desired comes from a control plane over a bad network, with these faults; null: it is simply known.</param>
/// <param name="estate">The control plane that it shares with others; null: it has one for itself.</param>
internal sealed class ComposeUniverse(IPlanner<ComposeSpec, StackSeen>? planner = null, IntakeFaults? fleet = null, Estate? estate = null) : IUniverse<ComposeSpec, StackSeen>
{
    private readonly Dictionary<ObjectId, VirtualProject> _projects = [];
    private readonly Dictionary<ObjectId, ComposeSpec> _specs = [];
    private readonly Dictionary<ObjectId, StackSeen?> _looked = [];
    private readonly Dictionary<ObjectId, HashSet<string>> _brought = [];
    private readonly VirtualEngineClock _clock = new();
    private Func<ObjectId, RemovalTerms?> _departed = id => StackMaker.TermsOf(id);

    public string World => ComposeStep.Engine;

    public IPlanner<ComposeSpec, StackSeen> Planner { get; } = planner ?? new ComposePlanner();

    public Intake<ComposeSpec, StackSeen> IntakeOf(Desire<ComposeSpec> desire, Trouble trouble, Random random)
    {
        if (fleet is null)
            return new PlainIntake<ComposeSpec, StackSeen>(desire, random);
        var intake = new FleetIntake((estate ?? new()).Join(desire, random), trouble, random, fleet);
        _departed = intake.TermsOf;
        return intake;
    }

    public IReadOnlyDictionary<ObjectId, StackSeen> LookAtAll(IReadOnlyDictionary<ObjectId, ComposeSpec> desired, DateTimeOffset now) => _projects.Keys
        .Select(id => (id, seen: Seen(id, desired.ContainsKey(id))))
        .Where(it => it.seen is not null)
        .ToDictionary(it => it.id, it => it.seen!);

    public Look<StackSeen> LookAt(ObjectId id, ComposeSpec? spec, DateTimeOffset now)
    {
        _brought[id] = new(StringComparer.Ordinal);
        return (_looked[id] = Seen(id, spec is not null)) is { } seen ? Look<StackSeen>.Present(seen) : Look<StackSeen>.Absent();
    }

    public IReadOnlyList<Func<string?>> Parts(ObjectId id, ComposeSpec? spec, Step step)
    {
        var brought = _brought[id];
        new StepRules(Project(id), spec, _looked[id], StackMaker.TermsOf(id), brought).Check((ComposeStep)step);
        if (step is ComposeStep.Up up)
            brought.UnionWith(up.Recreate.Concat(up.Ensure));
        return [.. new VirtualCompose(Project(id), spec).Parts((ComposeStep)step)];
    }

    public void Meddle(ObjectId id, Random random) => Vandal.Meddle(Project(id), _specs.GetValueOrDefault(id), random);

    public void Tidy()
    {
        foreach (var project in _projects.Values)
            Vandal.TidyUp(project);
    }

    public ComposeSpec Change(ObjectId id, ComposeSpec? before, Random random)
    {
        var drawn = StackMaker.Draw(id, random, plain: before is null);
        if (fleet is not null)
            drawn = StackMaker.Published(drawn);
        return _specs[id] = before?.Suspended == true ? Suspend(drawn, suspended: true) : drawn;
    }

    public ComposeSpec Suspend(ComposeSpec spec, bool suspended) => spec with { Target = spec.Target with { Suspended = suspended } };

    public string? Wrong(ObjectId id, ComposeSpec? spec)
    {
        var project = Project(id);
        var own = project.Own.ToList();
        if (spec is null)
            return StackMaker.TermsOf(id).Allowed && own.Count > 0 ? $"{own.Count} containers are still there" : null;
        if (spec.Rendered is not { } rendered)
            return "it is refused, and is not held";
        if (spec.Target.Stopped)
            return own.Find(it => it.State is "running" or "paused") is { } running ? $"{running.Name} is {running.State} and should be stopped" : null;
        if (project.Layout.Checksum != spec.Target.Checksum || project.Layout.Changed.Count > 0)
            return $"the files are {project.Layout.Checksum}, {project.Layout.Changed.Count} changed, and should be {spec.Target.Checksum}";
        return Wrong(project, own, rendered);
    }

    public bool IsJust(HoldReason reason, ObjectId id, ComposeSpec? spec) => reason switch
    {
        HoldReason.Suspended => spec?.Target.ReconcileEnabled == false,
        HoldReason.AwaitingAcknowledgement => spec?.Target is { DriftPolicy: DriftPolicy.Flag } or { ChangePolicy: ChangePolicy.Flag },
        HoldReason.RemovalNotEnabled => spec is null ? !StackMaker.TermsOf(id).Allowed : !spec.Target.RemoveEnabled,
        HoldReason.NotOurs => Project(id).IsSomebodyElses(spec),
        HoldReason.NeedsDecision => Project(id).Volumes.ContainsValue("nfs"),
        HoldReason.Refused => spec?.Refusal is not null,
        HoldReason.ProjectConflict => spec?.ProjectRivals.Count > 0,
        _ => false,
    };

    public string Picture() => string.Join('\n', _projects.OrderBy(it => it.Key).Select(it =>
        $"{it.Key} {it.Value.Layout.Checksum}: {string.Join(", ", it.Value.Containers.Where(c => Counts(it.Key, c)).Select(c => $"{c.Service} {c.Mark?.InputsHash} {c.State}").Order(StringComparer.Ordinal))}"));

    /// <summary>What went from the file and is kept by policy tells of what came before.</summary>
    private bool Counts(ObjectId id, ContainerSeen it) =>
        StackMaker.TermsOf(id).Allowed || _specs.GetValueOrDefault(id)?.Rendered?.Services.ContainsKey(it.Service) != false;

    private static string? Wrong(VirtualProject project, List<ContainerSeen> own, RenderedStack rendered)
    {
        foreach (var container in own)
        {
            if (!rendered.Services.TryGetValue(container.Service, out var service))
                return $"{container.Name} is not in the file";
            if (container.Mark is { } mark && mark.Ownership == project.Ours && mark.InputsHash != service.InputsHash)
                return $"{container.Name} is made from {mark.InputsHash} and should be {service.InputsHash}";
            if (service.MayFinish && container is { State: "exited", ExitCode: 0 })
                continue;
            if (container.State != "running")
                return $"{container.Name} is {container.State}";
            if (container.Inspection!.Settings != service.Settings)
                return $"{container.Name} has other limits";
        }

        if (project.Containers.Find(it => it.Mark is null && !project.IsOurs(it) && rendered.Services.ContainsKey(it.Service)) is { } stranger)
            return $"{stranger.Name} was made by hand and is still there";
        return rendered.Services.Values.FirstOrDefault(it => own.Count(c => c.Service == it.Name) != it.Scale) is { } wrong
            ? $"{own.Count(c => c.Service == wrong.Name)} of {wrong.Scale} {wrong.Name}"
            : null;
    }

    private StackSeen? Seen(ObjectId id, bool isDesired) => isDesired
        ? Project(id).Seen(removal: null)
        : _departed(id) is { KeepRunning: false } terms ? Project(id).Seen(terms) : null;

    private VirtualProject Project(ObjectId id)
    {
        if (!_projects.TryGetValue(id, out var project))
            _projects[id] = project = new(id.Value, StackMaker.OwnershipOf(id), _clock);
        return project;
    }
}
