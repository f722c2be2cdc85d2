using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>
/// Reads all facts now and then and holds what agents were told against them: facts are kept up by what each change says that it changed, and a change
/// that said too little must not be wrong for ever.
/// </summary>
internal sealed partial class FactsRecheck(TargetStates states, TimeProvider time, ILogger<FactsRecheck> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <returns>Agents that had been told something wrong; they are told anew.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellation)
    {
        var wrong = await states.RecheckAsync(cancellation);
        if (wrong.Count > 0)
        {
            LogWrong(wrong.Count, string.Join(", ", wrong.Take(10)));
        }

        return wrong;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (Exception e) when (e is StoreException or DbException)
            {
                LogUnread(e.Message);
            }
        }
    }

    [LoggerMessage(EventId = 2411, EventName = "facts.wrong", Level = LogLevel.Error,
        Message = "{Count} agents had a target state that is not what the facts say, and are told anew (a defect of Plumb: please report it): {Agents}")]
    private partial void LogWrong(int count, string agents);

    [LoggerMessage(EventId = 2412, EventName = "facts.unread", Level = LogLevel.Warning, Message = "All facts could not be read for a check: {Why}")]
    private partial void LogUnread(string why);
}
