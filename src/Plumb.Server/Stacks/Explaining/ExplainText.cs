using System.Globalization;
using System.Text;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Stacks;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Stacks.Explaining;

/// <summary>Why a stack is as it is, in sentences: what should be, what is, why it differs, what holds it, until when.</summary>
public static class ExplainText
{
    /// <param name="stack">As the API shows it.</param>
    /// <param name="decisions">Its newest decisions, newest first.</param>
    public static ExplainView Explain(StackView stack, IReadOnlyList<DecisionView> decisions)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(decisions);
        var summary = Summary.Of(stack);
        return new ExplainView(stack, summary, [.. stack.Holds.Select(Lift).Distinct(StringComparer.Ordinal)], decisions, Text(stack, decisions, summary));
    }

    // Who placed it knows this very case; the list knows the rest, and the command.
    private static string Lift(HoldView hold)
    {
        if (HoldTexts.Parse(hold.Reason) is not { } reason)
        {
            return Sentences.Whole(hold.Lift);
        }

        var command = HoldTexts.Command(reason);
        return hold.Lift.Length == 0 ? HoldTexts.Lift(reason)
            : command is null || hold.Lift.Contains(command, StringComparison.Ordinal) ? Sentences.Whole(hold.Lift)
            : $"{Sentences.Whole(hold.Lift)} The command is '{command}'.";
    }

    private static string Text(StackView stack, IReadOnlyList<DecisionView> decisions, string summary)
    {
        var text = new StringBuilder();
        text.AppendLine(summary);
        Desired(text, stack);
        Actual(text, stack);
        Section(text, "Differences", stack.Differences, "There are none.", Sentences.Difference);
        Section(text, "Holds", stack.Holds, "Nothing holds it.", Hold);
        Section(text, "Failures", stack.Failures, "Nothing failed.", Failure);
        if (stack.Pending.Count > 0)
        {
            Section(text, "Asked for, and not handled yet", stack.Pending, "", pending => $"{pending.Ask} by {pending.By} at {Times.Text(pending.At)}.");
        }

        Section(text, "Last decisions", decisions, "There are none on record.", Decision);
        return text.ToString();
    }

    private static void Desired(StringBuilder text, StackView stack)
    {
        text.AppendLine().AppendLine("Desired:");
        text.AppendLine(stack.Sequence is { } sequence
            ? $"  Deployment object {sequence} of {stack.Scope}{Revision(stack.Revision, stack.CommitMessage)}."
            : $"  Nothing yet: {stack.Scope} has published no good content for it.");
        if (stack.Pin is { } pin)
        {
            text.AppendLine($"  {pin.By} rolled it back at {Times.Text(pin.At)}; it stays there {(pin.UntilChange ? "until newer content is published" : "until 'plumb rollback --to newest'")}.");
        }

        if (stack.Deletion is { } deletion)
        {
            text.AppendLine($"  {deletion.By} deleted it at {Times.Text(deletion.At)}; {(deletion.KeepRunning ? "its containers stay, and are nobody's" : "its agents take it away")}. Waited for: {string.Join(", ", deletion.Waiting)}.");
            return;
        }

        text.AppendLine(stack.Agents.Count == 0
            ? "  No agent runs it: no target, label, annotation or selector ties it to one that serves its publisher."
            : $"  Run by {string.Join(", ", stack.Agents)}.");
        if (stack.Stopped)
        {
            text.AppendLine("  It should be there and stopped.");
        }

        if (stack.Suspended)
        {
            text.AppendLine("  It is suspended: nothing is changed until it is resumed.");
        }

        if (stack.Record.Orphaned)
        {
            text.AppendLine(stack.Record switch
            {
                { Status: StackStatus.Deleting } => "  It is gone from its source, and is being removed.",
                { Held: null or "RemovalNotEnabled" } => "  It is gone from its source; removal is off, so it is left as it is.",
                _ => "  It is gone from its source, and goes once nothing holds it.",
            });
        }
    }

    private static void Actual(StringBuilder text, StackView stack)
    {
        var record = stack.Record;
        text.AppendLine().AppendLine("Actual:");
        if (stack.LookedAt is null)
        {
            text.AppendLine("  Not known: no agent has reported on it yet.");
            return;
        }

        var status = record.Status.ToString().ToLowerInvariant();
        text.AppendLine(CultureInfo.InvariantCulture, $"  Status {status}; {record.ContainersRunning} of {record.ContainersTotal} containers run; health {stack.Health}{(HealthMessage(stack) is { } why ? $": {why}" : "")}. Looked at {Times.Text(stack.LookedAt)}.");
        text.AppendLine(record.SyncedAt is null
            ? record is { LastSyncStatus: "synced", LastSyncAt: { } applied } ? $"  It was applied at {Times.Text(applied)}, and nothing is left of that." : "  It was never applied."
            : $"  Last in sync at {Times.Text(record.SyncedAt)}{Revision(record.SyncedRevision, record.SyncedCommitMessage)}.");
        foreach (var condition in stack.Conditions)
        {
            text.AppendLine($"  {condition.Type} is {condition.Status} ({condition.Reason}) since {Times.Text(condition.Since)}.");
        }

        // Of five conditions that are unknown, one says why.
        if (stack.Conditions.FirstOrDefault(condition => condition.Status == "Unknown") is { } unknown)
        {
            text.AppendLine($"  {Indented(Sentences.Whole(unknown.Message))}");
        }

        if (record.LastSyncError is { } error && stack.Holds.Count == 0)
        {
            text.AppendLine($"  The last error: {Indented(error)}");
        }
    }

    private static string? HealthMessage(StackView stack) =>
        stack.Health == "unhealthy" ? stack.Conditions.FirstOrDefault(condition => condition is { Type: Conditions.Healthy, Status: "False" })?.Message.TrimEnd('.') : null;

    private static string Hold(HoldView hold)
    {
        var meaning = HoldTexts.Parse(hold.Reason) is { } reason ? HoldTexts.Meaning(reason) : "";
        var until = hold.Until is { } end ? $"until {Times.Text(end)}" : "with no set end";
        return $"{hold.Reason}, since {Times.Text(hold.Since)}, {until}: {Indented(Sentences.Whole(hold.Message))}\n    {meaning}\n    What lifts it: {Lift(hold)}";
    }

    private static string Failure(FailureView failure) =>
        $"{failure.Action} failed {(failure.Count == 1 ? "once" : $"{failure.Count} times in a row")}, last at {Times.Text(failure.LastAt)}; "
        + (failure.NextTryAt is { } next ? $"the next try is at {Times.Text(next)}." : "the next look tries again.")
        + $"\n    {Indented(failure.Error)}";

    private static string Decision(DecisionView decision)
    {
        var steps = decision.Steps.Select(step => $"\n    {step.Action} {step.Outcome}: {step.Changes}{(step.Error is { } error ? $"\n      {Indented(error)}" : "")}");
        var seconds = decision.DurationSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var differed = decision.Differences.Select(difference => $"{difference.Kind} {difference.Service} {difference.Field}".Trim().Replace("  ", " ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        var because = decision.Differences.Count == 0 ? "" : $"\n    differed: {string.Join(", ", differed)}";
        return $"{Times.Text(decision.Started)}, {Sentences.Cause(decision.Cause)}: {decision.Outcome} after {seconds} s.{because}{string.Concat(steps)}";
    }

    private static string Revision(string? revision, string? message) =>
        revision is null ? "" : $" at revision {(revision.Length > 12 ? revision[..12] : revision)}{(message is null ? "" : $" \"{message.Split('\n', 2)[0]}\"")}";

    private static void Section<T>(StringBuilder text, string title, IReadOnlyList<T> items, string none, Func<T, string> sentence)
    {
        text.AppendLine().AppendLine($"{title}:");
        if (items.Count == 0)
        {
            text.AppendLine($"  {none}");
        }

        foreach (var item in items)
        {
            text.AppendLine($"  - {sentence(item)}");
        }
    }

    private static string Indented(string text) => text.TrimEnd().Replace("\n", "\n      ", StringComparison.Ordinal);
}
