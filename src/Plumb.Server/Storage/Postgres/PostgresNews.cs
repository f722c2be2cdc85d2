using Dapper;
using Npgsql;

namespace Plumb.Server.Storage.Postgres;

/// <summary>Waits for other writers' commits by LISTEN. A hint: it may be lost while there is no connection.</summary>
internal sealed class PostgresNews(PostgresDatabase database) : IDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>Until a writer announces a commit, or the time is over; at once when it has only begun to listen.</summary>
    /// <exception cref="NpgsqlException">The connection is lost.</exception>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellation)
    {
        if (_connection is null)
        {
            _connection = database.OpenOwn();
            var schema = await _connection.ExecuteScalarAsync<string>("select current_schema()");
            await _connection.ExecuteAsync($"listen \"plumb_{schema}\"");
            return;
        }

        await _connection.WaitAsync(most, cancellation);
    }

    /// <summary>Listens anew next time.</summary>
    public void Forget()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose() => Forget();
}
