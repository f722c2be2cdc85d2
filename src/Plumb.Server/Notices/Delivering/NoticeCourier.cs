using System.Data.Common;
using Microsoft.Extensions.Logging;
using Plumb.Server.Alerts;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Outbox;
using Plumb.Server.Replicas;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices.Delivering;

/// <summary>The one owner of deliveries: a round for each channel, so that one that hangs delays no other.</summary>
internal sealed partial class NoticeCourier(ChannelList channels, ChannelRound round, NoticeOutbox outbox, StoreWriter writer, IOwnership ownership, TimeProvider time, ILogger<NoticeCourier> log) : OwnedService(ownership, time, log)
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(5);

    protected override string Work => "notices";

    protected override async Task OwnAsync(CancellationToken cancellation)
    {
        await SettleInAsync(cancellation);
        await Task.WhenAll(channels.All.Select(channel => GoAsync(channel, cancellation)));
    }

    private async Task SettleInAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var left = await writer.WriteAsync(SettleIn, cancellation);
                if (left > 0)
                {
                    LogLeft(left);
                }

                return;
            }
            catch (StoreException e)
            {
                LogTrouble("all", e.Message);
                await Task.Delay(AfterTrouble, Time, cancellation);
            }
        }
    }

    // A channel that is new is told what fires already.
    private int SettleIn(WriteScope scope)
    {
        string[] names = [.. channels.All.Select(channel => channel.Name)];
        var left = NoticeTable.LeaveOthers(scope, names);
        NoticeTable.ForgetOthers(scope, names);
        foreach (var channel in channels.All.Where(channel => MemoryTable.Find(scope, channel.Name) is null))
        {
            MemoryTable.Add(scope, channel.Name);
            foreach (var (change, agent) in AlertTable.Firing(scope))
            {
                outbox.NoteFor(scope, channel, change, agent);
            }
        }

        return left;
    }

    private async Task GoAsync(INoticeChannel channel, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await round.RunAsync(channel, cancellation);
            }
            catch (Exception e) when (e is StoreException or DbException)
            {
                // Nothing was recorded: it is tried again, under the same id.
                LogTrouble(channel.Name, e.Message);
                await Task.Delay(AfterTrouble, Time, cancellation);
            }
        }
    }

    [LoggerMessage(EventId = 2611, EventName = "notices.left", Level = LogLevel.Warning, Message = "{Count} notices and events waited for channels that are not configured any more; they were given up.")]
    private partial void LogLeft(int count);

    [LoggerMessage(EventId = 2612, EventName = "notices.unrecorded", Level = LogLevel.Warning, Message = "Notices of {Channel} could not be recorded, and are tried again: {Why}")]
    private partial void LogTrouble(string channel, string why);
}
