using Dapper;
using Microsoft.Data.Sqlite;

namespace Plumb.Server.Storage;

/// <summary>The SQLite file: opened for reading by anybody, for writing by <see cref="StoreWriter"/> alone.</summary>
internal sealed class Database
{
    private readonly string _readOnly;
    private readonly string _readWrite;

    /// <param name="path">Absolute; its directory exists.</param>
    public Database(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        Path = path;
        _readWrite = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, ForeignKeys = true, DefaultTimeout = 5, Pooling = false }.ToString();
        _readOnly = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, ForeignKeys = true, DefaultTimeout = 5, Pooling = true }.ToString();
    }

    public string Path { get; }

    /// <summary>A pooled connection that cannot write. Dispose it.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_readOnly);
        connection.Open();
        return connection;
    }

    /// <summary>The writing connection. WAL lets readers go on meanwhile; every commit reaches the disk, because an agent
    /// refuses a target state older than the one it has.</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(_readWrite);
        try
        {
            connection.Open();
            connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Renames the file, so that the next one to open makes a new one.</summary>
    /// <returns>Its new path.</returns>
    public string PutAside(DateTimeOffset now)
    {
        CloseReaders();
        var aside = $"{Path}.damaged-{now.ToUnixTimeMilliseconds()}";
        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(Path + part))
            {
                File.Move(Path + part, aside + part);
            }
        }

        return aside;
    }

    /// <summary>Closes the pooled readers, so that the file can be moved or removed.</summary>
    public void CloseReaders()
    {
        using var connection = new SqliteConnection(_readOnly);
        SqliteConnection.ClearPool(connection);
    }
}
