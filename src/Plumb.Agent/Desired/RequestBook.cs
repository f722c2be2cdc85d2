using Plumb.Agent.State;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Compose.Model.ComposeSpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Desired;

/// <summary>
/// What people asked: each request becomes one event of the loop, and counts as handled when a look that began after
/// it was asked has ended, so that whoever waits for it sees a fresh answer.
/// </summary>
internal sealed class RequestBook(HandledRequests handled)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> offered = new(StringComparer.Ordinal);
    private readonly List<Open> open = [];
    private readonly List<BreakerRequest> breakers = [];
    private readonly List<BreakerRequest> reset = [];
    private readonly List<Open> answered = [];
    private IReadOnlyDictionary<string, IReadOnlyList<string>> named = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Told of an object when a request for it was handled.</summary>
    public Action<ObjectId> StackHandled { get; set; } = static _ => { };

    /// <summary>Told of a world when a request for its breaker was handled.</summary>
    public Action<string> BreakerHandled { get; set; } = static _ => { };

    /// <summary>Ids of the requests of a stack, or of a world's breaker, that the target state names and that were handled.</summary>
    public IReadOnlyList<string> HandledOf(string subject)
    {
        lock (gate)
            return [.. named.GetValueOrDefault(subject, []).Where(handled.Contains)];
    }

    /// <summary>Posts what is new in a target state, for stacks that the loop knows.</summary>
    public void Offer(TargetState target, IReadOnlySet<ObjectId> known, Action<Event> post)
    {
        var events = new List<Event>();
        lock (gate)
        {
            foreach (var stack in target.Stacks)
            {
                var id = new ObjectId(stack.Id);
                foreach (var request in stack.Requests.Where(r => known.Contains(id) && IsNewNeedsLock(r.Id)))
                {
                    open.Add(new Open(id, request, Run: null, Posted: false));
                    // An adoption is part of the spec that was just set; the look is what carries it out.
                    events.Add(new Event.Asked(id, AskOf(request.Ask)));
                }
            }

            foreach (var request in target.Breakers.Where(r => IsNewNeedsLock(r.Id)))
            {
                breakers.Add(request);
                events.Add(new Event.BreakerSet(request.World, request.Open, request.By));
            }

            named = target.Stacks.SelectMany(s => s.Requests.Select(r => (Subject: s.Id, r.Id)))
                .Concat(target.Breakers.Select(b => (Subject: b.World, b.Id)))
                .ToLookup(p => p.Subject, p => p.Id, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g], StringComparer.Ordinal);
            var all = named.Values.SelectMany(ids => ids).ToHashSet(StringComparer.Ordinal);
            handled.Keep(all);
            offered.IntersectWith(all);
            open.RemoveAll(o => !all.Contains(o.Request.Id));
        }

        foreach (var happened in events)
            post(happened);
    }

    /// <summary>Stacks that the loop does not know, because they could not be prepared: that they were tried again is the answer.</summary>
    public void CannotAnswer(IEnumerable<TargetStack> stacks)
    {
        foreach (var stack in stacks)
        {
            var asked = stack.Requests.Where(r => !handled.Contains(r.Id)).ToList();
            foreach (var request in asked)
                handled.Add(request.Id);
            if (asked.Count > 0)
                StackHandled(new ObjectId(stack.Id));
        }
    }

    public void Happened(Event happened)
    {
        switch (happened)
        {
            case Event.Asked asked:
                Change(o => o.Id == asked.Id && !o.Posted && AskOf(o.Request.Ask) == asked.Ask, o => o with { Posted = true });
                break;
            case Event.BreakerSet set:
                Answer(set);
                break;
            case Event.ObjectSeen seen:
                Answer(seen);
                break;
            default:
                break;
        }
    }

    public void Ordered(Command command)
    {
        if (command is Command.LookAt look)
            Change(o => o.Id == look.Id && o is { Posted: true, Run: null }, o => o with { Run = look.Run });
        else if (command is Command.Report { Status: { Seen: Seen.Unknown } blind })
            AnswerBlind(blind.Id);
        else if (command is Command.Report { Status: { Differing: null } good })
            AnswerGood(good.Id);
    }

    /// <summary>What the loop just handled took effect, and is kept as handled only now.</summary>
    public void Settled()
    {
        List<Open> stacks;
        List<BreakerRequest> worlds;
        lock (gate)
        {
            if (answered.Count == 0 && reset.Count == 0)
                return;
            (stacks, worlds) = ([.. answered], [.. reset]);
            answered.Clear();
            reset.Clear();
        }

        foreach (var done in stacks)
        {
            handled.Add(done.Request.Id);
            StackHandled(done.Id);
        }

        foreach (var done in worlds)
        {
            handled.Add(done.Id);
            BreakerHandled(done.World);
        }
    }

    private static Ask AskOf(StackAsk ask) => ask switch
    {
        StackAsk.Sync or StackAsk.Adopt or StackAsk.Acknowledge => Ask.Sync,
        StackAsk.Look => Ask.Look,
        StackAsk.Unblock => Ask.Unblock,
        _ => throw new ArgumentOutOfRangeException(nameof(ask), ask, "A request of an unknown kind."),
    };

    private bool IsNewNeedsLock(string id) => !handled.Contains(id) && offered.Add(id);

    private void Change(Func<Open, bool> which, Func<Open, Open> how)
    {
        lock (gate)
        {
            for (var i = 0; i < open.Count; i++)
            {
                if (which(open[i]))
                    open[i] = how(open[i]);
            }
        }
    }

    private void Answer(Event.ObjectSeen seen)
    {
        lock (gate)
        {
            answered.AddRange(open.Where(o => o.Id == seen.Id && o.Run == seen.Run && IsDone(o, seen.Look)));
            open.RemoveAll(answered.Contains);
            // An adoption that has not shown yet is waited for at the next look.
            for (var i = 0; i < open.Count; i++)
            {
                if (open[i].Id == seen.Id && open[i].Run == seen.Run)
                    open[i] = open[i] with { Run = null };
            }
        }
    }

    // The world cannot be seen: that is an answer too.
    private void AnswerBlind(ObjectId id)
    {
        lock (gate)
        {
            answered.AddRange(open.Where(o => o.Id == id && o.Posted && o.Request.Ask is not (StackAsk.Adopt or StackAsk.Acknowledge)));
            open.RemoveAll(answered.Contains);
        }
    }

    // Nothing differs any more: what was acknowledged is done, or went by itself. It counts for nothing that comes later.
    private void AnswerGood(ObjectId id)
    {
        lock (gate)
        {
            answered.AddRange(open.Where(o => o.Id == id && o.Posted && o.Request.Ask == StackAsk.Acknowledge));
            open.RemoveAll(answered.Contains);
        }
    }

    private void Answer(Event.BreakerSet set)
    {
        lock (gate)
        {
            var request = breakers.Find(b => b.World == set.World && b.Open == set.Open && b.By == set.By);
            if (request is null)
                return;
            breakers.Remove(request);
            reset.Add(request);
        }
    }

    // The permission to adopt stays until the project is ours, by record or by label, or is not there at all.
    // An acknowledgement stays until nothing differs any more.
    private static bool IsDone(Open request, Look<StackSeen> look) => request.Request.Ask != StackAsk.Acknowledge && (request.Request.Ask != StackAsk.Adopt || look.Seen switch
    {
        Seen.Absent => true,
        Seen.Present => look.Actual!.Adoption is not null || look.Actual.Containers.Count == 0 || look.Actual.Containers.Any(c => c.Mark is not null),
        _ => false,
    });

    private sealed record Open(ObjectId Id, StackRequest Request, long? Run, bool Posted);
}
