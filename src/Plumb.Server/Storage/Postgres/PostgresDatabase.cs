using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using Plumb.Platform.Secrets;

namespace Plumb.Server.Storage.Postgres;

/// <summary>A schema of a PostgreSQL database: the first one on the connection's search path. Any number of control planes share it.</summary>
internal sealed class PostgresDatabase : Database, IDisposable
{
    private const int Seconds = 10;
    private const string OpenLock = "hashtext('open ' || current_schema())";

    private readonly NpgsqlDataSource _readers;
    private readonly string _writing;

    /// <param name="connection">An Npgsql connection string.</param>
    /// <param name="mask">Learns its password.</param>
    /// <exception cref="StoreException">It is none.</exception>
    public PostgresDatabase(string connection, SecretMask mask)
    {
        var settings = PostgresAddress.Parse(connection, mask);
        Name = PostgresAddress.Shown(settings);
        _readers = NpgsqlDataSource.Create(PostgresAddress.With(settings, "-c default_transaction_read_only=on", pooled: true));

        // What holds the lock of the writers and falls silent is ended by the server, so that others go on.
        _writing = PostgresAddress.With(
            settings, $"-c lock_timeout={Seconds}s -c idle_in_transaction_session_timeout={Seconds}s -c tcp_keepalives_idle=3 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=2", pooled: false);
    }

    public override string Name { get; }

    public override string Mend => "See that the PostgreSQL server runs, can be reached, and has room on its disk";

    public override bool IsShared => true;

    public override string TablesQuery =>
        "select relname::text from pg_class where relkind = 'r' and relnamespace = (select oid from pg_namespace where nspname = current_schema()) order by oid";

    public override DbConnection OpenReader()
    {
        try
        {
            try
            {
                return Checked();
            }
            catch (NpgsqlException e) when (FaultOf(e) == StoreFault.Lost)
            {
                // Pooled connections of before a restart of the server.
                _readers.Clear();
                return Checked();
            }
        }
        catch (NpgsqlException e)
        {
            throw new StoreException($"The database {Name} could not be read: {e.Message} {Mend}, and try again.", e);
        }
    }

    public override DbTransaction BeginReading(DbConnection reader) => reader.BeginTransaction(IsolationLevel.RepeatableRead);

    public override DbConnection OpenWriter()
    {
        var connection = Open(_writing);
        try
        {
            // A server may be set to acknowledge what a crash of it loses; then versions would go back, which agents refuse.
            connection.Execute(
                $"select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'; select pg_advisory_lock_shared(@Locks, {OpenLock})", new { PostgresWriting.Locks });
            return connection;
        }
        catch (NpgsqlException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection of its own that waits for what others tell, or holds a lock for as long as it lives.</summary>
    public NpgsqlConnection OpenOwn() => Open(_writing);

    public override IWriting BeginWriting(DbConnection writer) => new PostgresWriting((NpgsqlConnection)writer);

    // Every writer shares this lock for as long as its session lasts; the server notices a moment later that one has ended.
    public override bool IsAlone(DbConnection writer)
    {
        try
        {
            writer.Execute("set lock_timeout = '3s'");
            writer.Execute($"select pg_advisory_lock(@Locks, {OpenLock})", new { PostgresWriting.Locks });
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    public override string Statement(string sql) => PostgresWords.Statement(sql);

    public override string Definition(string sql) => PostgresWords.Definition(sql);

    public override StoreFault FaultOf(DbException failure) => PostgresFaults.Of(failure);

    public override bool Restore(DbConnection writer, DbException failure) => false;

    /// <summary>Never: what damage there is in a server is its keeper's to judge.</summary>
    public override string PutAside(DateTimeOffset now) => throw new InvalidOperationException("A PostgreSQL database is not put aside.");

    public override void CloseReaders() => _readers.Clear();

    public void Dispose() => _readers.Dispose();

    private NpgsqlConnection Checked()
    {
        var connection = _readers.OpenConnection();
        try
        {
            // A pooled one may have been lost unnoticed.
            connection.Execute("select 1");
            return connection;
        }
        catch (NpgsqlException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static NpgsqlConnection Open(string settings)
    {
        var connection = new NpgsqlConnection(settings);
        try
        {
            connection.Open();
            return connection;
        }
        catch (NpgsqlException)
        {
            connection.Dispose();
            throw;
        }
        catch (SocketException e)
        {
            // Its name is unknown.
            connection.Dispose();
            throw new NpgsqlException(e.Message, e);
        }
    }
}
