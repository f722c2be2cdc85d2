using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Plumb.Server.Storage.Sqlite;

/// <summary>A transaction that has the file's write lock from its beginning.</summary>
internal sealed class SqliteWriting : IWriting
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly FullDiskUndo _undo;
    private readonly int _before;

    public SqliteWriting(SqliteConnection connection)
    {
        _connection = connection;
        _before = raw.sqlite3_total_changes(connection.Handle);
        _transaction = connection.BeginTransaction(deferred: false);
        _undo = new FullDiskUndo(connection.Handle!);
    }

    public DbTransaction Transaction => _transaction;

    public bool Wrote => raw.sqlite3_total_changes(_connection.Handle) != _before;

    /// <summary>Nobody else has the file.</summary>
    public void Announce(string origin)
    {
    }

    public void Commit()
    {
        _transaction.Commit();
        _undo.Committed = true;
    }

    public void Dispose()
    {
        _undo.Dispose();
        _transaction.Dispose();
    }
}
