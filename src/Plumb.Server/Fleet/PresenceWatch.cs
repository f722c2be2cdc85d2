using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Notices agents that fall silent or come back, and keeps when they were heard of.</summary>
internal sealed partial class PresenceWatch(Database database, Presence presence, AgentTable agents, StoreWriter writer, TimeProvider time, ILogger<PresenceWatch> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeptEvery = TimeSpan.FromMinutes(1);
    private readonly PresenceShare? _share = database.IsShared ? new(database, writer, presence, agents, time) : null;
    private readonly Dictionary<string, bool?> _known = new(StringComparer.Ordinal);
    private DateTimeOffset _keptAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _keptAt = time.GetUtcNow();
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (_share is not null)
                {
                    await _share.ExchangeAsync(stoppingToken);
                }

                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is StoreException or DbException)
            {
                LogNotKept(e.Message);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var turned = agents.Rows.Select(row => (Row: row, Reachable: presence.IsReachable(row.Id)))
            .Where(pair => _known.GetValueOrDefault(pair.Row.Id) != pair.Reachable).ToList();
        var keep = _share is null && time.GetUtcNow() - _keptAt >= KeptEvery;
        if (turned.Count == 0 && !keep)
        {
            return;
        }

        await writer.WriteAsync(
            scope =>
            {
                if (_share is not null)
                {
                    // Each control plane turns its own view.
                    scope.FollowOthers(facts: false);
                }

                foreach (var row in keep ? agents.Rows : turned.Select(pair => pair.Row))
                {
                    scope.Execute("update agent set last_seen = @seen where id = @Id and coalesce(last_seen, -1) <> coalesce(@seen, -1)", new { row.Id, seen = presence.LastSeen(row.Id)?.ToStored() });
                }

                foreach (var stack in turned.SelectMany(pair => scope.Query<string>("select stack_id from stack_state where agent_id = @Id and gone = 0", pair.Row)))
                {
                    scope.Touch(stack);
                }
            },
            cancellation);
        _keptAt = keep ? time.GetUtcNow() : _keptAt;
        foreach (var (row, reachable) in turned)
        {
            Turn(row, reachable);
        }
    }

    private void Turn(AgentRow row, bool? reachable)
    {
        _known[row.Id] = reachable;
        if (reachable == false)
        {
            LogUnreachable(row.Name, presence.LastSeen(row.Id));
        }
        else if (reachable == true)
        {
            LogReachable(row.Name);
        }
    }

    [LoggerMessage(EventId = 2401, EventName = "agent.unreachable", Level = LogLevel.Warning, Message = "Agent {Agent} was last heard of at {LastSeen}: unreachable.")]
    private partial void LogUnreachable(string agent, DateTimeOffset? lastSeen);

    [LoggerMessage(EventId = 2402, EventName = "agent.reachable", Level = LogLevel.Information, Message = "Agent {Agent} is heard of.")]
    private partial void LogReachable(string agent);

    [LoggerMessage(EventId = 2403, EventName = "agent.presence.unkept", Level = LogLevel.Warning, Message = "When agents were heard of could not be kept: {Why}")]
    private partial void LogNotKept(string why);
}
