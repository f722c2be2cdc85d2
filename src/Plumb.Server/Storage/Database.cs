using System.Data.Common;

namespace Plumb.Server.Storage;

/// <summary>
/// The store: opened for reading by anybody, for writing by <see cref="StoreWriter"/> alone. All that differs between the two
/// databases that it may be is here; every other SQL statement is one for both.
/// </summary>
internal abstract class Database
{
    /// <summary>What people know it by; never holds a secret.</summary>
    public abstract string Name { get; }

    /// <summary>What to do when it cannot be written; a sentence.</summary>
    public abstract string Mend { get; }

    /// <summary>Other control planes may write to it, too.</summary>
    public abstract bool IsShared { get; }

    /// <summary>A pooled connection that cannot write. Dispose it.</summary>
    /// <exception cref="StoreException">The database cannot be reached.</exception>
    public abstract DbConnection OpenReader();

    /// <summary>A transaction in which all that is read is of one moment.</summary>
    public abstract DbTransaction BeginReading(DbConnection reader);

    /// <summary>The writing connection. Readers go on meanwhile; every commit reaches the disk, because an agent refuses a
    /// target state older than the one it has.</summary>
    /// <exception cref="DbException">It cannot be opened.</exception>
    public abstract DbConnection OpenWriter();

    /// <summary>Begins a transaction that no other writer's overlaps, in any process.</summary>
    /// <exception cref="DbException">The connection is lost, or others write for too long.</exception>
    public abstract IWriting BeginWriting(DbConnection writer);

    /// <summary>The statement, in this database's own words where they differ.</summary>
    public abstract string Statement(string sql);

    /// <summary>The tables' definitions, in this database's own words for the types.</summary>
    public abstract string Definition(string sql);

    /// <summary>Asks for the names of all tables, in the order in which they were made: none refers to a later one.</summary>
    public abstract string TablesQuery { get; }

    /// <summary>No control plane has the store open. Asked outside a transaction.</summary>
    public abstract bool IsAlone(DbConnection writer);

    public abstract StoreFault FaultOf(DbException failure);

    /// <summary>Makes the connection good for the next transaction after a failure that is the store's.</summary>
    /// <returns>False: open another.</returns>
    public abstract bool Restore(DbConnection writer, DbException failure);

    /// <summary>Puts a damaged store away, so that the next one to open makes a new one.</summary>
    /// <returns>Where it is now.</returns>
    public abstract string PutAside(DateTimeOffset now);

    /// <summary>Closes pooled connections.</summary>
    public abstract void CloseReaders();
}

/// <summary>A transaction that writes. Undone when it is disposed without a commit.</summary>
internal interface IWriting : IDisposable
{
    DbTransaction Transaction { get; }

    /// <summary>Whether something was written up to now: a transaction of nothing says nothing about the store.</summary>
    bool Wrote { get; }

    /// <summary>Wakes other control planes over the same store once it is committed. A hint: it may be lost.</summary>
    /// <param name="origin">Who commits it.</param>
    void Announce(string origin);

    void Commit();
}

/// <summary>Whose fault a database's error is.</summary>
internal enum StoreFault
{
    /// <summary>A wrong statement, a broken rule of the tables: a defect of Plumb.</summary>
    Ours,

    /// <summary>It takes no writes now: full, read-only, refused.</summary>
    Unwritable,

    /// <summary>The connection to it is lost, or it does not answer.</summary>
    Lost,

    /// <summary>What it holds cannot be read any more.</summary>
    Damaged,
}
