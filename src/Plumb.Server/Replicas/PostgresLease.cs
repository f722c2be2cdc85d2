using System.Data.Common;
using Npgsql;

namespace Plumb.Server.Replicas;

/// <summary>A session that holds a lock, and looks again and again whether it is still there.</summary>
internal sealed class PostgresLease : Term
{
    private const int PatienceSeconds = 3;

    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watch;

    public PostgresLease(NpgsqlConnection connection, TimeSpan every, TimeProvider time, Action<string> lost)
    {
        Lost = _lost.Token;
        _watch = WatchAsync(connection, every, time, lost);
    }

    public override CancellationToken Lost { get; }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _ = _watch.ContinueWith(
                _ =>
                {
                    _stop.Dispose();
                    _lost.Dispose();
                },
                TaskScheduler.Default);
        }

        base.Dispose(disposing);
    }

    // The session ends with it, and with the session the lock.
    private async Task WatchAsync(NpgsqlConnection connection, TimeSpan every, TimeProvider time, Action<string> lost)
    {
        await using (connection)
        {
            try
            {
                while (true)
                {
                    await Task.Delay(every, time, _stop.Token);
                    await using var command = new NpgsqlCommand("select 1", connection) { CommandTimeout = PatienceSeconds };
                    await command.ExecuteScalarAsync(_stop.Token);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (DbException e)
            {
                lost(e.Message);
                await _lost.CancelAsync();
            }
        }
    }
}
