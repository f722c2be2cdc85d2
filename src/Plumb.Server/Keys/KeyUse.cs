using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumb.Server.Storage;

namespace Plumb.Server.Keys;

/// <summary>Keeps when each key was used last: all that changed in one write every other minute, not one a request.</summary>
internal sealed partial class KeyUse(KeyStore keys, StoreWriter writer, TimeProvider time, ILogger<KeyUse> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    /// <summary>Writes what is newer than what is stored; nothing where nothing is.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        var newer = keys.Live.Select(key => (key.Stored.Id, key.Used)).Where(use => use.Used > (keys.Find(use.Id)?.Stored.LastUsed ?? 0)).ToList();
        if (newer.Count == 0)
        {
            return;
        }

        await writer.WriteAsync(
            scope =>
            {
                foreach (var (id, used) in newer)
                {
                    scope.Execute("update access_key set last_used = @used where id = @id", new { id, used });
                }

                scope.Then(() =>
                {
                    foreach (var (id, used) in newer)
                    {
                        if (keys.Find(id) is { } live)
                        {
                            live.Stored = live.Stored with { LastUsed = used };
                        }
                    }
                });
            },
            cancellation);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await KeepAsync(cancellation);
        }
        catch (StoreException e)
        {
            LogNotKept(e.Message);
        }
    }

    [LoggerMessage(EventId = 2402, EventName = "key.use.unkept", Level = LogLevel.Warning, Message = "When keys were used last could not be stored: {Why}")]
    private partial void LogNotKept(string why);
}
