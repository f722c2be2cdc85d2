using Plumb.Agent.Hosting;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Compose.Model.ComposeSpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Rollback;

/// <summary>Sees what goes through the loop, and tells of each stack that rests and was looked at.</summary>
/// <param name="verdicts">How a stack does, by what should be, what is, and when that was seen. Pure.</param>
internal sealed class RollbackWatch(Func<ComposeSpec, StackSeen, DateTimeOffset, StackVerdict> verdicts, TimeProvider time) : ILoopListener<ComposeSpec, StackSeen>
{
    private readonly Lock gate = new();
    private readonly Dictionary<ObjectId, ComposeSpec> specs = [];
    private readonly Dictionary<ObjectId, ObjectStatus> statuses = [];
    private readonly Dictionary<ObjectId, Look<StackSeen>> looks = [];
    private readonly HashSet<ObjectId> touched = [];
    private WorldLook<StackSeen>? world;
    private bool isSwept;

    /// <summary>Told of a stack, on the loop's thread.</summary>
    public Action<ComposeSpec, ObjectStatus> Rested { get; set; } = static (_, _) => { };

    /// <summary>Told of a stack that a person wants to be tried again.</summary>
    public Action<string> Unblocked { get; set; } = static _ => { };

    /// <summary>How it did at its newest look; null: it could not be seen, or was not looked at yet. Any thread.</summary>
    public StackVerdict? VerdictOf(string stackId)
    {
        ComposeSpec? spec;
        Look<StackSeen>? look;
        var id = new ObjectId(stackId);
        lock (gate)
            (spec, look) = (specs.GetValueOrDefault(id), looks.TryGetValue(id, out var one) ? one : world?.At(id));
        return spec is not null && look is { Seen: Seen.Present, Actual: { } actual } ? verdicts(spec, actual, time.GetUtcNow()) : null;
    }

    public void Happened(DateTimeOffset now, Event happened)
    {
        lock (gate)
        {
            switch (happened)
            {
                case Event.SpecSet set:
                    specs[set.Spec.Id] = set.Spec;
                    break;
                case Event.SpecRemoved removed:
                    specs.Remove(removed.Id);
                    statuses.Remove(removed.Id);
                    looks.Remove(removed.Id);
                    break;
                case Event.ObjectSeen seen:
                    looks[seen.Id] = seen.Look;
                    touched.Add(seen.Id);
                    break;
                case Event.WorldSeen seen:
                    (world, isSwept) = (seen.Look, true);
                    looks.Clear();
                    break;
                default:
                    break;
            }
        }

        if (happened is Event.Asked { Ask: Ask.Unblock } asked)
            Unblocked(asked.Id.Value);
    }

    public void Ordered(DateTimeOffset now, Command command)
    {
        if (command is not Command.Report { Status: var status })
            return;
        lock (gate)
        {
            statuses[status.Id] = status;
            touched.Add(status.Id);
        }
    }

    public void Settled(DateTimeOffset now)
    {
        List<(ComposeSpec Spec, ObjectStatus Status)> rested;
        lock (gate)
        {
            if (!isSwept && touched.Count == 0)
                return;
            rested = [.. (isSwept ? specs.Keys : (IEnumerable<ObjectId>)touched).Select(RestedNeedsLock).OfType<(ComposeSpec, ObjectStatus)>()];
            touched.Clear();
            isSwept = false;
        }

        foreach (var (spec, status) in rested)
            Rested(spec, status);
    }

    // What is said of another state than the one that is desired now is of no use.
    private (ComposeSpec, ObjectStatus)? RestedNeedsLock(ObjectId id) =>
        specs.TryGetValue(id, out var spec) && statuses.TryGetValue(id, out var status) && status.Desired == spec.Fingerprint && status.Activity != Activity.Running
            ? (spec, status)
            : null;
}
