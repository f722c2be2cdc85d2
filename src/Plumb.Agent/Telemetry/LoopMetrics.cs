using System.Diagnostics.Metrics;
using Plumb.Agent.Hosting;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Decisions;
using Plumb.Kernel.Loop;
using Command = Plumb.Kernel.Loop.LoopCommand<Plumb.Compose.Model.ComposeSpec>;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Telemetry;

/// <summary>What the loop does, counted and timed: meter <c>Plumb</c>, names with <c>plumb_</c>, base units.</summary>
internal sealed class LoopMetrics : ILoopListener<ComposeSpec, StackSeen>
{
    private readonly Counter<long> reconciles;
    private readonly Counter<long> steps;
    private readonly Counter<long> failures;
    private readonly Histogram<double> reconcileSeconds;
    private readonly Histogram<double> healSeconds;
    private readonly Histogram<double> sweepSeconds;
    private readonly Dictionary<ObjectId, DateTimeOffset> differsSince = [];
    private readonly Dictionary<ObjectId, string> running = [];
    private readonly Dictionary<long, DateTimeOffset> sweeps = [];

    public LoopMetrics(Meter meter)
    {
        reconciles = meter.CreateCounter<long>("plumb_reconciles_total", description: "Reconciles that had something to do, by outcome");
        steps = meter.CreateCounter<long>("plumb_steps_total", description: "Steps, by action and outcome");
        failures = meter.CreateCounter<long>("plumb_step_failures_total", description: "Failed steps, by action");
        reconcileSeconds = meter.CreateHistogram<double>("plumb_reconcile_seconds", "s", "How long reconciles took");
        healSeconds = meter.CreateHistogram<double>("plumb_heal_seconds", "s", "From the look that saw a difference to the look that saw none");
        sweepSeconds = meter.CreateHistogram<double>("plumb_sweep_seconds", "s", "How long bulk looks took");
    }

    public void Happened(DateTimeOffset now, Event happened)
    {
        if (happened is Event.WorldSeen seen && sweeps.Remove(seen.Sweep, out var began))
            sweepSeconds.Record((now - began).TotalSeconds);
        if (happened is not Event.StepEnded ended || !running.TryGetValue(ended.Id, out var action))
            return;
        var outcome = Words.Of(ended.Outcome);
        steps.Add(1, new("action", action), new("outcome", outcome));
        if (outcome == "failed")
            failures.Add(1, new KeyValuePair<string, object?>("action", action));
    }

    public void Ordered(DateTimeOffset now, Command command)
    {
        switch (command)
        {
            case Command.LookAtAll all:
                sweeps[all.Sweep] = now;
                break;
            case Command.Execute step:
                running[step.Id] = step.Step.Action;
                break;
            case Command.Record { Decision: var decision }:
                Decided(decision);
                break;
            case Command.Report { Status: var status }:
                Stands(now, status);
                break;
            case Command.Forget gone:
                differsSince.Remove(gone.Id);
                break;
            default:
                break;
        }
    }

    public void Settled(DateTimeOffset now)
    {
    }

    private void Decided(Decision decision)
    {
        running.Remove(decision.Object);
        reconciles.Add(1, new KeyValuePair<string, object?>("outcome", Words.Of(decision.Outcome)));
        reconcileSeconds.Record(decision.Duration.TotalSeconds);
    }

    private void Stands(DateTimeOffset now, ObjectStatus status)
    {
        if (status.Differing is not null)
            differsSince.TryAdd(status.Id, now);
        else if (differsSince.Remove(status.Id, out var since))
            healSeconds.Record((now - since).TotalSeconds);
    }
}
