using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using Plumb.Server.Storage.Postgres;

namespace Plumb.Server.Replicas;

/// <summary>
/// Owned is what one holds an advisory lock of, in a session of its own. The server gives the lock free when the session ends: at once when
/// its process dies, and within about 7 s when its machine does; waiting owners try every 2 s. An owner that cannot reach the server for
/// 2 + 3 s gives up by itself, before that.
/// </summary>
internal sealed partial class PostgresOwnership(PostgresDatabase database, TimeProvider time, ILogger<PostgresOwnership> log) : IOwnership
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    public async Task<Term> TakeAsync(string work, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (await TryAsync(work, cancellation) is { } lease)
                {
                    LogOwns(work);
                    return lease;
                }
            }
            catch (DbException e)
            {
                LogUnknown(work, e.Message);
            }

            await Task.Delay(Every, time, cancellation);
        }
    }

    private async Task<Term?> TryAsync(string work, CancellationToken cancellation)
    {
        var connection = database.OpenOwn();
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(@locks, hashtext('own ' || @work || ' ' || current_schema()))", connection);
            command.Parameters.AddWithValue("locks", PostgresWriting.Locks);
            command.Parameters.AddWithValue("work", work);
            if (await command.ExecuteScalarAsync(cancellation) is true)
            {
                var lease = new PostgresLease(connection, Every, time, why => LogLost(work, why));
                connection = null;
                return lease;
            }

            return null;
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    [LoggerMessage(EventId = 2702, EventName = "replica.owns", Level = LogLevel.Information, Message = "This control plane owns {Work}.")]
    private partial void LogOwns(string work);

    [LoggerMessage(EventId = 2703, EventName = "replica.lost", Level = LogLevel.Warning, Message = "This control plane owns {Work} no longer: {Why}")]
    private partial void LogLost(string work, string why);

    [LoggerMessage(EventId = 2704, EventName = "replica.unknown", Level = LogLevel.Warning, Message = "Who owns {Work} could not be asked, and is asked again: {Why}")]
    private partial void LogUnknown(string work, string why);
}
