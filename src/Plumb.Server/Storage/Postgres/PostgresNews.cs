using Dapper;
using Npgsql;

namespace Plumb.Server.Storage.Postgres;

/// <summary>Waits for other writers' commits by LISTEN. A hint: it may be lost while there is no connection.</summary>
/// <param name="database">Where they commit.</param>
/// <param name="self">The one writer whose commits are no news here.</param>
/// <param name="time">Of the waiting.</param>
internal sealed class PostgresNews(PostgresDatabase database, string self, TimeProvider time) : IDisposable
{
    private NpgsqlConnection? _connection;
    private bool _heard;

    /// <summary>Until another writer announces a commit, or the time is over; at once when it has only begun to listen.</summary>
    /// <exception cref="NpgsqlException">The connection is lost.</exception>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellation)
    {
        if (_connection is null)
        {
            _connection = database.OpenOwn();
            var schema = await _connection.ExecuteScalarAsync<string>("select current_schema()");
            _connection.Notification += (_, notice) => _heard |= notice.Payload != self;
            await _connection.ExecuteAsync($"listen \"plumb_{schema}\"");
            return;
        }

        // Less than a millisecond would be for ever.
        var began = time.GetTimestamp();
        _heard = false;
        for (var left = most; !_heard && left.TotalMilliseconds >= 1; left = most - time.GetElapsedTime(began))
        {
            await _connection.WaitAsync(left, cancellation);
        }
    }

    /// <summary>Listens anew next time.</summary>
    public void Forget()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose() => Forget();
}
