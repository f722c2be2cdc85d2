using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Plumb.Server.Storage.Postgres;

/// <summary>
/// A transaction that has the lock of the writers from its beginning to its end, as with SQLite: what it read no other
/// writer changes, and numbers commit in their order. Each statement sees all that was committed before it.
/// </summary>
internal sealed class PostgresWriting : IWriting
{
    /// <summary>The first half of every advisory lock's key: "Plum" in ASCII. The second half says which.</summary>
    public const int Locks = 0x506C756D;

    private readonly NpgsqlTransaction _transaction;

    public PostgresWriting(NpgsqlConnection connection)
    {
        _transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            // Of this schema: advisory locks are the whole database's.
            connection.Execute("select pg_advisory_xact_lock(@Locks, hashtext('write ' || current_schema()))", new { Locks }, _transaction);
        }
        catch (NpgsqlException)
        {
            _transaction.Dispose();
            throw;
        }
    }

    public DbTransaction Transaction => _transaction;

    // A commit went to the server and came back.
    public bool Wrote => true;

    public void Announce(string origin) => _transaction.Connection!.Execute("select pg_notify('plumb_' || current_schema(), @origin)", new { origin }, _transaction);

    public void Commit() => _transaction.Commit();

    public void Dispose() => _transaction.Dispose();
}
