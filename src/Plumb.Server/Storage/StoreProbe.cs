using Microsoft.Extensions.Hosting;

namespace Plumb.Server.Storage;

/// <summary>After a write failed, tries one now and then, so that the store is ready again as soon as it can be.</summary>
internal sealed class StoreProbe(StoreWriter writer, StoreHealth health, TimeProvider time) : BackgroundService
{
    private const int Bytes = 64 * 1024;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (health.WhyUnwritable is null)
            {
                continue;
            }

            try
            {
                await writer.WriteAsync(Probe, stoppingToken);
            }
            catch (StoreException)
            {
                // Said by the writer, and kept as the store's health; tried again.
            }
        }
    }

    // Enough to need new pages: a row that fits where one was proves nothing.
    private static void Probe(WriteScope scope)
    {
        scope.Execute("insert into setting (name, value) values ('probe', @value)", new { value = new string(' ', Bytes) });
        scope.Execute("delete from setting where name = 'probe'");
    }
}
