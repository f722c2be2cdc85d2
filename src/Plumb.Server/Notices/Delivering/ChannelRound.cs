using Plumb.Contracts.Notices;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Secrets;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Outbox;
using Plumb.Server.Notices.Planning;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices.Delivering;

/// <summary>One round of a channel: make a notice of what waits, send what is due, wait for more.</summary>
internal sealed class ChannelRound(
    ServerOptions options, Database database, StoreWriter writer, NoticeBell bell, SecretMask mask, NoticeMetrics metrics, DeliveryLog log, Failpoints failpoints, Chance chance, TimeProvider time)
{
    private readonly NoticeOptions _options = options.Notices ?? new();
    private readonly NoticeWords _words = new(options.Notices?.Installation ?? "", mask);

    public async Task RunAsync(INoticeChannel channel, CancellationToken cancellation)
    {
        var wake = await ComposeAsync(channel.Name, cancellation);
        foreach (var row in Due(channel.Name))
        {
            await DeliverAsync(channel, row, cancellation);
        }

        await bell.WaitAsync(channel.Name, Earlier(wake, NextAt(channel.Name)), time, cancellation);
    }

    /// <returns>When there may be a notice to be made though nothing new came.</returns>
    private async Task<DateTimeOffset?> ComposeAsync(string channel, CancellationToken cancellation)
    {
        if (!AnyWaits(channel))
        {
            return null;
        }

        failpoints.Reach(NoticeFailpoints.BeforeCompose);
        var (sends, wake) = await writer.WriteAsync(scope => Compose(scope, channel), cancellation);
        if (sends)
        {
            failpoints.Reach(NoticeFailpoints.AfterCompose);
        }

        return wake;
    }

    private (bool Sends, DateTimeOffset? WakeAt) Compose(WriteScope scope, string channel)
    {
        var memory = MemoryTable.Find(scope, channel) ?? ChannelMemory.Empty;
        var plan = NoticePlanner.Plan(WaitingTable.Of(scope, channel), memory, _options.Policy, scope.Now);
        if (plan.Send is { } notice)
        {
            NoticeTable.Add(scope, channel, _words.Body(notice, scope.Now), _options.GiveUpAfter);
        }

        WaitingTable.Settle(scope, plan.Settled);
        MemoryTable.Save(scope, channel, memory, plan.Memory);
        return (plan.Send is not null, plan.WakeAt);
    }

    private async Task DeliverAsync(INoticeChannel channel, NoticeRow row, CancellationToken cancellation)
    {
        failpoints.Reach(NoticeFailpoints.BeforeSend);
        var outcome = await channel.SendAsync(row.ToOutgoing(), cancellation);
        failpoints.Reach(NoticeFailpoints.AfterSend);
        var answer = mask.Mask(outcome.Answer);
        var attempts = (int)row.Attempts + 1;
        var next = time.GetUtcNow() + Backoff.After(attempts, chance.Next(), outcome.RetryAfter);
        var state = outcome.Sent ? NoticeState.Sent : outcome.Permanent || next > UnixTime.FromStored(row.GiveUpAt) ? NoticeState.GivenUp : NoticeState.Waiting;
        await writer.WriteAsync(scope => NoticeTable.Tried(scope, row.Id, state, state == NoticeState.Waiting ? next : null, answer), cancellation);
        failpoints.Reach(NoticeFailpoints.AfterRecord);
        metrics.Tried(channel.Name, state);
        log.Tried(row.Id, channel.Name, state, attempts, answer, next);
    }

    private bool AnyWaits(string channel)
    {
        using var connection = database.OpenReader();
        return WaitingTable.Any(connection, channel);
    }

    private IReadOnlyList<NoticeRow> Due(string channel)
    {
        using var connection = database.OpenReader();
        return NoticeTable.Due(connection, channel, time.GetUtcNow());
    }

    private DateTimeOffset? NextAt(string channel)
    {
        using var connection = database.OpenReader();
        return NoticeTable.NextAt(connection, channel);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
