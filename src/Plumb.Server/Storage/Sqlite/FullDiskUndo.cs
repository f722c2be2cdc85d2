using SQLitePCL;

namespace Plumb.Server.Storage.Sqlite;

/// <summary>
/// SQLite undoes a transaction by itself when the disk is full; its library then fails to undo it once more, and that failure would
/// hide the true one. Disposed just before the transaction, this gives the library something to undo.
/// </summary>
/// <remarks>Source: sqlite.org/lang_transaction.html, on errors within a transaction; sqlite3_get_autocommit.</remarks>
internal sealed class FullDiskUndo(sqlite3 handle) : IDisposable
{
    /// <summary>There is nothing to undo any more.</summary>
    public bool Committed { get; set; }

    public void Dispose()
    {
        if (!Committed && raw.sqlite3_get_autocommit(handle) != 0)
        {
            _ = raw.sqlite3_exec(handle, "BEGIN");
        }
    }
}
