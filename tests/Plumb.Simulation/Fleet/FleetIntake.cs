using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Agent.Desired;
using Plumb.Agent.Link;
using Plumb.Agent.State;
using Plumb.Compose.Model;
using Plumb.Contracts.Json;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Simulation.Mutants;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Fleet;

/// <summary>
/// The agent's shipping way from an answer of the control plane to its loop, over a network that loses, cuts, delays and repeats answers,
/// with contents that cannot be had now, and a process that dies between two writes.
/// </summary>
internal sealed class FleetIntake(VirtualPlane plane, Trouble trouble, Random random, IntakeFaults faults) : Intake<ComposeSpec, StackSeen>
{
    private readonly List<(byte[] Body, string Tag)> _earlier = [];
    private readonly Dictionary<string, Removal> _removals = new(StringComparer.Ordinal);
    private readonly DepartedStacks _departed = new();
    private readonly Dictionary<ObjectId, ComposeSpec> _known = [];
    private readonly Dictionary<string, PreparedStack> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);
    private CachedTarget? _cached;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private int _pollsCutOff;
    private TargetLedger _ledger = new(last: null, []);
    private DesiredTelling _telling = new();

    public override IReadOnlyDictionary<ObjectId, ComposeSpec> Known => _known;

    /// <summary>What went by honest, complete target states that were taken, and has not come back in one since.</summary>
    public HashSet<ObjectId> RightlyGone { get; } = [];

    public RemovalTerms? TermsOf(ObjectId id) => _departed.Current.GetValueOrDefault(id)?.Terms;

    public override IReadOnlyList<LoopEvent<ComposeSpec, StackSeen>> Restart()
    {
        _known.Clear();
        _prepared.Clear();
        _telling = new();
        _departed.Replace([]);
        _ledger = new(_cached?.Target, faults.ForgetsRemovals ? [] : _removals.Values);
        return _cached is null ? [] : Tell(_cached.Target);
    }

    public override IReadOnlyList<LoopEvent<ComposeSpec, StackSeen>>? Fetch()
    {
        if (Receive() is not var (body, tag))
            return Again();
        if (Read(body) is not { } told || (!faults.TakesOlderOnes && TargetVerdict.Of(_cached, told, tag) is not TargetVerdict.Newer))
            return Again();
        if (!Keep(told, tag))
            return null;
        return Tell(_cached!.Target);
    }

    public override void Ordered(LoopCommand<ComposeSpec> command)
    {
        if (command is LoopCommand<ComposeSpec>.Forget { Id: var id } && _ledger.Gone(id.Value))
            _removals.Remove(id.Value);
        if (command is LoopCommand<ComposeSpec>.Execute { Step: ComposeStep.Down down } execute && !RightlyGone.Contains(execute.Id))
            throw new InvariantException("Removal", $"{down.Project} is taken down, and no complete newer target state has left it out");
    }

    /// <summary>One poll, as the network lets it through.</summary>
    private (byte[] Body, string Tag)? Receive()
    {
        if (trouble.Hits(0.02))
            plane.Restore();
        var (body, tag) = plane.Answer();
        if (faults.IsToldOnlyWhatChanged)
            body = OnlyNews(body);
        if (_earlier.Count > 0 && !SameEpoch(_earlier[0].Tag, tag))
            _earlier.Clear();
        _earlier.Add((body, tag));
        if (IsCutOff() || trouble.Hits(0.15))
            return null;
        if (trouble.Hits(0.1))
            return ([], tag);
        if (trouble.Hits(0.1))
            return (body[..random.Next(body.Length)], tag);
        if (trouble.Hits(0.1))
            return (Shortened(body), tag);
        // A lagging replica, a cache, or an answer that was under way for long.
        if (trouble.Hits(0.2))
            return _earlier[random.Next(_earlier.Count)];
        return _cached?.ETag == tag ? null : (body, tag);
    }

    private byte[] OnlyNews(byte[] body)
    {
        var whole = JsonSerializer.Deserialize(body, PlumbJson.Default.TargetState)!;
        return VirtualPlane.Bytes(whole with { Stacks = [.. whole.Stacks.Where(it => _told.Add($"{it.Id} {it.Checksum}"))] });
    }

    /// <summary>Now and then nothing gets through for ten minutes.</summary>
    private bool IsCutOff()
    {
        if (trouble.IsOver)
            _pollsCutOff = 0;
        else if (_pollsCutOff > 0)
            _pollsCutOff--;
        else if (trouble.Hits(0.01))
            _pollsCutOff = 20;
        return _pollsCutOff > 0;
    }

    private static bool SameEpoch(string one, string other) => one.Split('.')[0] == other.Split('.')[0];

    /// <summary>JSON that lost parts of it and still is JSON.</summary>
    private byte[] Shortened(byte[] body)
    {
        var whole = JsonNode.Parse(body)!.AsObject();
        var stacks = whole["stacks"]!.AsArray();
        switch (random.Next(3))
        {
            case 0:
                whole.Remove("stacks");
                break;
            case 1:
                whole.Remove("deletions");
                stacks.Clear();
                break;
            default:
                while (stacks.Count > 1)
                    stacks.RemoveAt(1);
                if (stacks.Count > 0)
                    stacks[0]!["id"] = "";
                else
                    whole["epoch"] = "";
                break;
        }

        return JsonSerializer.SerializeToUtf8Bytes(whole);
    }

    private TargetState? Read(byte[] body)
    {
        try
        {
            var told = JsonSerializer.Deserialize(body, PlumbJson.Default.TargetState);
            if (faults.TakesAnyAnswer && told is not null)
                return told with { Stacks = [.. (told.Stacks ?? []).Where(it => it.Id.Length > 0)], Deletions = told.Deletions ?? [], Breakers = told.Breakers ?? [] };
            if (faults.TakesPartsForAll && told is not null)
                told = told with { Complete = true };
            return told is null || TargetStateCheck.Why(told) is not null ? null : told;
        }
        catch (JsonException)
        {
            return faults.TakesAnyAnswer ? new TargetState($"e{random.Next()}", 1, Complete: true, [], [], []) : null;
        }
    }

    /// <returns>False: the process died between two writes.</returns>
    private bool Keep(TargetState told, string tag)
    {
        var entry = _ledger.Take(told, DateTimeOffset.UnixEpoch);
        if (faults.WritesTheTargetFirst)
            Witnessed(told, tag, entry.Target);
        foreach (var removal in entry.Put)
        {
            if (trouble.CrashesBetweenWrites())
                return false;
            _removals[removal.Stack.Id] = removal;
        }

        if (trouble.CrashesBetweenWrites())
            return false;
        if (!faults.WritesTheTargetFirst)
            Witnessed(told, tag, entry.Target);
        if (trouble.CrashesBetweenWrites())
            return false;
        foreach (var back in entry.Drop)
            _removals.Remove(back);
        return true;
    }

    /// <summary>The target state counts from here on: what it honestly said is remembered.</summary>
    private void Witnessed(TargetState told, string tag, TargetState counts)
    {
        _cached = new(tag, counts);
        if (!plane.Honest.TryGetValue((told.Epoch, told.Version), out var honest))
            throw new InvariantException("Removal", $"{told.Epoch}/{told.Version} was taken, and was never said");
        var named = honest.Stacks.Select(it => new ObjectId(it.Id)).ToHashSet();
        RightlyGone.ExceptWith(named);
        if (honest.Complete)
            RightlyGone.UnionWith(plane.Published.Where(it => !named.Contains(it)));
        if (told.Version < _newest.GetValueOrDefault(told.Epoch))
            throw new InvariantException("K11", $"version {told.Version} of {told.Epoch} was taken after {_newest[told.Epoch]}");
        _newest[told.Epoch] = told.Version;
    }

    /// <summary>What could not be prepared is tried again.</summary>
    private IReadOnlyList<LoopEvent<ComposeSpec, StackSeen>> Again() =>
        _cached is not null && _prepared.Values.Any(it => it.Failure is not null) ? Tell(_cached.Target) : [];

    private IReadOnlyList<LoopEvent<ComposeSpec, StackSeen>> Tell(TargetState target)
    {
        foreach (var gone in _prepared.Keys.Except(target.Stacks.Select(it => it.Id), StringComparer.Ordinal).ToList())
            _prepared.Remove(gone);
        foreach (var stack in target.Stacks)
            Prepare(stack);
        var set = DesiredSet.Of(target, target.Stacks, _prepared, _ => true, _ => null);
        var removals = _ledger.Removals;
        new Departures("here", _departed, _ => { }).Tell(removals, target);
        var news = _telling.Tell(set, target, removals);
        foreach (var happened in news)
            Know(happened);
        return news;
    }

    private void Know(LoopEvent<ComposeSpec, StackSeen> happened)
    {
        if (happened is LoopEvent<ComposeSpec, StackSeen>.SpecSet { Spec: var spec })
            _known[spec.Id] = spec;
        else if (happened is LoopEvent<ComposeSpec, StackSeen>.SpecRemoved { Id: var gone })
            _known.Remove(gone);
    }

    private void Prepare(TargetStack stack)
    {
        var (identity, before) = (SpecIdentity.Of(stack), _prepared.GetValueOrDefault(stack.Id));
        if (before?.Failure is null && before?.Identity == identity)
            return;
        var isThere = !trouble.Hits(0.1);
        _prepared[stack.Id] = isThere
            ? new(identity, plane.Content(stack.Checksum!) with { Target = stack, ProjectRivals = [], DependsOn = [] }, Failure: null)
            : new(identity, before?.Spec, new(stack, 1, "not now", default, default));
    }
}
