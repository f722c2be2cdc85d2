using System.Data.Common;
using System.IO.Compression;
using Plumb.Platform.Secrets;
using Plumb.Server.Storage.Postgres;
using Plumb.Server.Storage.Sqlite;

namespace Plumb.Server.Storage.Archive;

/// <summary>
/// Saves a store whole into a stream, and makes one of such a stream: of either kind, whichever kind it was saved from. Compressed lines of
/// JSON: a head, each table with its rows, and an end that says how many there were.
/// </summary>
public sealed class StoreArchive : IDisposable
{
    private readonly Database _database;
    private readonly TimeProvider _time;

    private StoreArchive(Database database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>What people know the store by.</summary>
    public string Name => _database.Name;

    /// <param name="dataDirectory">Absolute; it is there.</param>
    /// <param name="postgres">As <c>storage.postgres</c> has it; null: the SQLite file in the data directory.</param>
    /// <param name="mask">Learns what is secret of it.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreException">The address is none.</exception>
    public static StoreArchive Open(string dataDirectory, string? postgres, SecretMask mask, TimeProvider time) => new(
        postgres is not null ? new PostgresDatabase(postgres, mask) : new SqliteDatabase(Path.Combine(dataDirectory, "state", "plumb.db")), time);

    /// <summary>Saves it as it is at one moment. Control planes may go on meanwhile.</summary>
    /// <returns>How many rows.</returns>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public long Save(Stream to)
    {
        try
        {
            using var compressed = new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true);
            return StoreSaving.Save(_database, compressed, _time.GetUtcNow());
        }
        catch (DbException e)
        {
            throw new StoreException($"The database {Name} could not be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Makes the store what was saved, in one transaction. It gets a new epoch: agents take a target state that is older than the one they have only
    /// as one of another epoch, and remove nothing on its word alone where that is a lot.
    /// </summary>
    /// <param name="from">What <see cref="Save"/> wrote.</param>
    /// <param name="replace">What the store holds now may go.</param>
    /// <returns>How many rows.</returns>
    /// <exception cref="StoreException">It is no archive, it is cut short, it is of a newer Plumb, the store holds something, or a control plane runs. The store is as it was.</exception>
    public long Restore(Stream from, bool replace)
    {
        try
        {
            using var writer = _database.OpenWriter();
            if (!_database.IsAlone(writer))
            {
                throw new StoreException($"A control plane has {Name} open. Stop all that use it, and try again.");
            }

            using var compressed = new GZipStream(from, CompressionMode.Decompress, leaveOpen: true);
            using var writing = _database.BeginWriting(writer);
            var rows = StoreRestoring.Restore(_database, new WriteScope(_database, writer, writing.Transaction, _time.GetUtcNow(), new OrderedIds()), compressed, replace);
            writing.Commit();
            return rows;
        }
        catch (DbException e)
        {
            throw new StoreException($"The database {Name} could not be written: {e.Message} It is as it was.", e);
        }
        catch (InvalidDataException e)
        {
            throw new StoreException($"What was to be restored is no backup of Plumb's, or is damaged: {e.Message} {Name} is as it was.", e);
        }
    }

    public void Dispose()
    {
        _database.CloseReaders();
        (_database as IDisposable)?.Dispose();
    }
}
