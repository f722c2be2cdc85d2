using System.Diagnostics;
using Plumb.Agent.Hosting;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Decisions;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Compose.Model.ComposeSpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Telemetry;

/// <summary>One span a reconcile, one child a step; activity source <c>Plumb</c>. Looks that find nothing to do leave none.</summary>
internal sealed class LoopSpans(ActivitySource source, string agent) : ILoopListener<ComposeSpec, StackSeen>
{
    private readonly ObjectNames names = new();
    private readonly Dictionary<ObjectId, Activity> reconciles = [];
    private readonly Dictionary<ObjectId, Activity> steps = [];

    public void Happened(DateTimeOffset now, Event happened)
    {
        names.Note(happened);
        if (happened is not Event.StepEnded ended || !steps.Remove(ended.Id, out var span))
            return;
        if (Words.Error(ended.Outcome) is { } error)
            span.SetStatus(ActivityStatusCode.Error, error);
        span.Dispose();
    }

    public void Ordered(DateTimeOffset now, Command command)
    {
        if (command is Command.Execute order && source.HasListeners())
            Began(order);
        else if (command is Command.Record record && reconciles.Remove(record.Decision.Object, out var span))
            Ended(span, record.Decision);
        names.Note(command);
    }

    public void Settled(DateTimeOffset now)
    {
    }

    private static void Ended(Activity span, Decision decision)
    {
        span.SetTag("decision", decision.Id).SetTag("outcome", Words.Of(decision.Outcome)).SetTag("cause", decision.Cause.ToString());
        if (decision.Outcome == DecisionOutcome.Failed)
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }

    private void Began(Command.Execute order)
    {
        if (!reconciles.TryGetValue(order.Id, out var parent))
        {
            // No ambient parent: a reconcile is nobody's child, and the loop's thread must not carry it on.
            var ambient = Activity.Current;
            Activity.Current = null;
            parent = source.StartActivity("reconcile");
            Activity.Current = ambient;
            if (parent is null)
                return;
            reconciles[order.Id] = parent.SetTag("stack", names.Of(order.Id)).SetTag("agent", agent);
        }

        var current = Activity.Current;
        if (source.StartActivity(order.Step.Action, ActivityKind.Internal, parent.Context) is { } step)
            steps[order.Id] = step.SetTag("stack", names.Of(order.Id)).SetTag("changes", order.Step.Changes).SetTag("why", order.Step.Why);
        Activity.Current = current;
    }
}
