using Plumb.Contracts.Decisions;
using Plumb.Contracts.Notices;
using Plumb.Platform.Failpoints;
using Plumb.Server.Alerts;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Planning;
using Plumb.Server.Replicas;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices.Outbox;

/// <summary>Notes what happened in the transaction that it happens in: both are kept, or neither is.</summary>
internal sealed class NoticeOutbox(ChannelList channels, NoticeBell bell, Failpoints failpoints) : IChangeFollower
{
    /// <summary>What another control plane noted is sent by the one that owns deliveries.</summary>
    public void Follow(WriteScope scope, ChangeNote note)
    {
        if (note.Concerns(ChangeTopics.Notices))
        {
            scope.Then(() =>
            {
                foreach (var channel in channels.All)
                {
                    bell.Ring(channel.Name);
                }
            });
        }
    }


    public void Note(WriteScope scope, AlertChange change, string agent)
    {
        if (channels.All.Count > 0)
        {
            Note(scope, Event(scope, change, agent));
        }
    }

    /// <summary>For one channel only, that was not there when it happened.</summary>
    public void NoteFor(WriteScope scope, INoticeChannel channel, AlertChange change, string agent) => Note(scope, channel, Event(scope, change, agent));

    /// <summary>A decision that was not known before.</summary>
    public void Note(WriteScope scope, DecisionView decision, string agent)
    {
        if (decision.Outcome != "succeeded" || decision.Steps.Count == 0 || channels.All.Count == 0)
        {
            return;
        }

        var stack = StackName(scope, decision.StackId) ?? decision.Stack ?? decision.StackId;
        var isChange = decision.Differences.Any(difference => difference.Kind is "inputs" or "orphan");
        var (type, did) = isChange ? (NoticeTypes.StackDeployed, "was deployed") : (NoticeTypes.StackRepaired, "was repaired");
        var at = decision.Revision is { Length: > 0 } revision ? $" at {revision[..Math.Min(12, revision.Length)]}" : "";
        var what = string.Join(", ", decision.Differences.Select(difference => difference.Service is null ? difference.Kind : $"{difference.Kind} {difference.Service}").Distinct(StringComparer.Ordinal).Take(10));
        Note(scope, new(type, decision.Started.AddSeconds(decision.DurationSeconds), "info", $"{agent}:{type}:{decision.StackId}", Alert: null, stack, agent, $"{stack} {did}{(isChange ? at : "")} on {agent} ({what}).", Flapping: false));
    }

    public void NoteGone(WriteScope scope, string stackId, string agent)
    {
        if (channels.All.Count == 0)
        {
            return;
        }

        var stack = StackName(scope, stackId) ?? stackId;
        Note(scope, new(NoticeTypes.StackRemoved, scope.Now, "info", $"{agent}:{NoticeTypes.StackRemoved}:{stackId}", Alert: null, stack, agent, $"{stack} was removed from {agent}.", Flapping: false));
    }

    private void Note(WriteScope scope, NoticeEvent it)
    {
        foreach (var channel in channels.All)
        {
            Note(scope, channel, it);
        }
    }

    private void Note(WriteScope scope, INoticeChannel channel, NoticeEvent it)
    {
        if (Severities.Of(it.Severity) >= channel.From)
        {
            WaitingTable.Add(scope, channel.Name, it);
            scope.Tell(ChangeTopics.Notices);
            scope.Then(() => bell.Ring(channel.Name));
            failpoints.Reach(NoticeFailpoints.Noted);
        }
    }

    private static NoticeEvent Event(WriteScope scope, AlertChange change, string agent) => new(
        change.State == "firing" ? NoticeTypes.AlertFiring : NoticeTypes.AlertResolved, change.At, change.Severity, $"{agent}:{change.Key}", change.Id,
        change.Stack ?? StackName(scope, change.StackId), agent, change.Summary, Flapping: false);

    private static string? StackName(WriteScope scope, string? stackId) =>
        stackId is null ? null : scope.Single<string>("select name from stack where id = @stackId", new { stackId });
}
