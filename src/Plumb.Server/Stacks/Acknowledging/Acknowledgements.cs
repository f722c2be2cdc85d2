using System.Text.Json;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Acknowledging;

/// <summary>Takes an acknowledgement in, when it is for what is there now. The agent asks the same again before it does anything.</summary>
internal sealed partial class Acknowledgements(StoreWriter writer, ILogger<Acknowledgements> log)
{
    private const string Awaiting = "AwaitingAcknowledgement";

    /// <exception cref="ProblemException">There is nothing to acknowledge, or it is something else by now.</exception>
    public Task<AckView> TakeAsync(StackView stack, AckBody seen, Actor actor, CancellationToken cancellation) => writer.WriteAsync(
        scope =>
        {
            var reports = Reports(scope, stack.Id);
            var (hash, fingerprint) = Present(stack, reports, seen);
            var keys = reports.SelectMany(report => report.DifferenceKeys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (stack.Record.Orphaned)
            {
                scope.Execute("update stack set gone_acknowledged_at = @now where id = @Id and gone_at is not null", new { stack.Id, now = scope.Now.ToStored() });
                scope.ChangeStack(stack.Id);
            }
            else
            {
                StackRequests.Ask(scope, stack.Id, StackAsk.Acknowledge, actor.Name, new Acknowledgement(hash, fingerprint, keys));
            }

            scope.Note(actor, "stack.ack", stack.Name);
            scope.Then(() => LogRecorded(stack.Name, fingerprint, actor.Name));
            return new AckView(Acknowledged: true, stack.Record.Path, fingerprint);
        },
        cancellation);

    private static (string Hash, string Fingerprint) Present(StackView stack, List<StackReport> reports, AckBody seen)
    {
        var name = stack.Record.Path;
        if (reports.Any(report => !report.Known))
        {
            throw new ProblemException(ProblemCodes.AckStale, $"The stack '{name}' cannot be seen at present, so nobody can say what differs now.");
        }

        if (!stack.Record.Orphaned && (reports.Count == 0 || reports.Any(report => report.ObservedSequence != stack.Sequence)))
        {
            throw new ProblemException(ProblemCodes.AckStale, $"The newest content of the stack '{name}' was not looked at yet.");
        }

        if (!reports.Any(report => report.Holds.Any(hold => hold.Reason == Awaiting)) || stack.Record is not { ComposeHash: { } hash, Fingerprint: { } fingerprint })
        {
            throw new ProblemException(ProblemCodes.AckNothing, $"Nothing of the stack '{name}' waits for an acknowledgement.");
        }

        if (seen.ComposeHash is { } hashSeen && hashSeen != hash)
        {
            throw new ProblemException(ProblemCodes.AckStale, $"The stack '{name}' should be another one by now: its compose hash is {hash}, not {hashSeen}.");
        }

        if (seen.Fingerprint is { } fingerprintSeen && fingerprintSeen != fingerprint)
        {
            throw new ProblemException(ProblemCodes.AckStale, $"Something else of the stack '{name}' differs by now: the fingerprint is {fingerprint}, not {fingerprintSeen}.");
        }

        return (hash, fingerprint);
    }

    private static List<StackReport> Reports(WriteScope scope, string stackId) =>
        [.. scope.Query<StackStateRow>($"{StackStateRow.Select} and t.stack_id = @stackId", new { stackId }).Select(row => JsonSerializer.Deserialize(row.Report, PlumbJson.Default.StackReport)!)];

    [LoggerMessage(EventId = 2211, EventName = "ack.recorded", Level = LogLevel.Information, Message = "{Stack}: {By} acknowledged the differences {Fingerprint}.")]
    private partial void LogRecorded(string stack, string fingerprint, string by);
}
