using System.Collections.Immutable;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>Events and commands in a few words.</summary>
internal static class Telling
{
    public static string Of<TSpec, TSeen>(object? what)
        where TSpec : class, ISpec
        where TSeen : class => what switch
        {
            null => "--- a new process ---",
            LoopEvent<TSpec, TSeen>.SpecSet it => $"> SpecSet {it.Spec.Id} {it.Spec.Fingerprint}{(it.Spec.Suspended ? " suspended" : "")}{string.Concat(it.Spec.DependsOn.Select(on => $" on {on}"))}",
            LoopEvent<TSpec, TSeen>.WorldSeen it => $"> WorldSeen {it.Sweep} {it.Look.Completeness}: {string.Join(", ", it.Look.Objects.Keys.Order())}",
            LoopEvent<TSpec, TSeen>.ObjectSeen it => $"> ObjectSeen {it.Id} {it.Run} {it.Look.Seen}",
            LoopEvent<TSpec, TSeen>.StepEnded it => $"> StepEnded {it.Id} {it.Run} {it.Outcome}",
            LoopEvent<TSpec, TSeen> it => $"> {it}",
            LoopCommand<TSpec>.LookAt it => $"  LookAt {it.Id} {it.Run} {it.Spec?.Fingerprint}",
            LoopCommand<TSpec>.Execute it => $"  Execute {it.Id} {it.Run} {it.Step.Action} {it.Step.Changes} for {it.Spec?.Fingerprint}",
            LoopCommand<TSpec>.Report { Status: var it } =>
                $"  Report {it.Id} {it.Desired} {it.Seen} {it.Activity} {Text(it.Differences)} {it.Health} {Text(it.Holds)} {Text(it.Failures)}",
            LoopCommand<TSpec>.Record { Decision: var it } =>
                $"  Record {it.Object} {it.Cause} {it.Desired} {it.Outcome} [{string.Join(", ", it.Steps.Select(step => $"{step.Action} {step.Outcome}"))}] {Text(it.Holds)}",
            LoopCommand<TSpec>.RememberObject { Memory: var it } =>
                $"  RememberObject {it.Id} {it.Desired} {Text(it.Failures)} blocked {it.BlockedSince:T} repairs {it.Repairs.Length} contested {it.ContestedUntil:T}",
            LoopCommand<TSpec>.RememberWorld { Memory: var it } => $"  RememberWorld {it.World} {it.Position} {it.FailedAt.Length} failed, try {it.TryAt:T}, by {it.OpenedBy}",
            LoopCommand<TSpec>.Tell { Alert: var it } => $"  Tell {(it.Firing ? "firing" : "resolved")} {it.Key}: {it.Summary}",
            LoopCommand<TSpec>.Wake it => $"  Wake {it.At:T}",
            _ => $"  {what}",
        };

    private static string Text(ImmutableArray<Difference> differences) =>
        $"[{string.Join(", ", differences.Select(it => $"{it.Kind} {it.Service} {it.Desired}/{it.Actual}"))}]";

    private static string Text(ImmutableArray<Hold> holds) => $"[{string.Join(", ", holds.Select(it => $"{it.Reason}: {it.Message}"))}]";

    private static string Text(ImmutableArray<Failure> failures) =>
        $"[{string.Join(", ", failures.Select(it => $"{it.Action} {it.Count} next {it.NextTryAt:T}"))}]";
}
