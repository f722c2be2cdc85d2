using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Plumb.Server.Storage.Sqlite;

/// <summary>A SQLite file.</summary>
internal sealed class SqliteDatabase : Database
{
    private const int Full = 13;

    private readonly string _path;
    private readonly string _readOnly;
    private readonly string _readWrite;

    /// <param name="path">Absolute; its directory exists.</param>
    public SqliteDatabase(string path)
    {
        Batteries_V2.Init();
        _path = path;
        _readWrite = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, ForeignKeys = true, DefaultTimeout = 5, Pooling = false }.ToString();
        _readOnly = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, ForeignKeys = true, DefaultTimeout = 5, Pooling = true }.ToString();
    }

    public override string Name => _path;

    public override string Mend => "Free disk space or mend the permissions";

    public override bool IsShared => false;

    public override string TablesQuery => "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by rowid";

    public override DbConnection OpenReader()
    {
        var connection = new SqliteConnection(_readOnly);
        connection.Open();
        return connection;
    }

    public override DbTransaction BeginReading(DbConnection reader) => ((SqliteConnection)reader).BeginTransaction(deferred: true);

    public override DbConnection OpenWriter()
    {
        var connection = new SqliteConnection(_readWrite);
        try
        {
            connection.Open();

            // WAL lets readers go on while it writes.
            connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    public override IWriting BeginWriting(DbConnection writer) => new SqliteWriting((SqliteConnection)writer);

    // Only who is alone may leave the write-ahead log; the next one to open it enters it again.
    public override bool IsAlone(DbConnection writer)
    {
        try
        {
            writer.Execute("pragma busy_timeout = 1000");
            return writer.ExecuteScalar<string>("pragma journal_mode = delete") == "delete";
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 6)
        {
            return false;
        }
    }

    public override string Statement(string sql) => sql;

    public override string Definition(string sql) => sql;

    // SQLITE_CORRUPT, SQLITE_NOTADB; SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN: https://www.sqlite.org/rescode.html
    public override StoreFault FaultOf(DbException failure) => (failure as SqliteException)?.SqliteErrorCode switch
    {
        11 or 26 => StoreFault.Damaged,
        8 or 10 or Full or 14 => StoreFault.Unwritable,
        _ => StoreFault.Ours,
    };

    public override bool Restore(DbConnection writer, DbException failure)
    {
        if ((failure as SqliteException)?.SqliteErrorCode != Full || ((SqliteConnection)writer).Handle is not { } handle)
        {
            return false;
        }

        // Ends what FullDiskUndo began where the library knew already that nothing was left to undo.
        _ = raw.sqlite3_exec(handle, "ROLLBACK");
        return true;
    }

    public override string PutAside(DateTimeOffset now)
    {
        CloseReaders();
        var aside = $"{_path}.damaged-{now.ToUnixTimeMilliseconds()}";
        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(_path + part))
            {
                File.Move(_path + part, aside + part);
            }
        }

        return aside;
    }

    /// <summary>So that the file can be moved or removed.</summary>
    public override void CloseReaders()
    {
        using var connection = new SqliteConnection(_readOnly);
        SqliteConnection.ClearPool(connection);
    }
}
