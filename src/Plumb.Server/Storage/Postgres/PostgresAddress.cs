using Npgsql;
using Plumb.Platform.Secrets;

namespace Plumb.Server.Storage.Postgres;

/// <summary>Where the database is, from a connection string such as <c>Host=db;Database=plumb;Username=plumb;Password=…</c>.</summary>
internal static class PostgresAddress
{
    private const int Statements = 128;

    /// <exception cref="StoreException">It cannot be read. What it holds is not repeated: it may be a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connection, SecretMask mask)
    {
        mask.Add(connection);
        var settings = Read(connection) ?? throw new StoreException(
            "storage.postgres cannot be read as a connection string. Write it as 'Host=db.example;Database=plumb;Username=plumb;Password=…', with the words that https://www.npgsql.org/doc/connection-string-parameters.html lists.");
        if (settings.Password is { Length: > 0 } password)
        {
            mask.Add(password);
        }

        return settings.Host is { Length: > 0 } && settings.Database is { Length: > 0 }
            ? settings
            : throw new StoreException("storage.postgres names no Host or no Database.");
    }

    // The reader's own words may repeat a value.
    private static NpgsqlConnectionStringBuilder? Read(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Host, port and database: nothing else.</summary>
    public static string Shown(NpgsqlConnectionStringBuilder settings) => $"{settings.Database} on {settings.Host}:{settings.Port}";

    /// <param name="settings">As they were given.</param>
    /// <param name="options">Of each of its sessions.</param>
    /// <param name="pooled">Whether connections are kept for others.</param>
    public static string With(NpgsqlConnectionStringBuilder settings, string options, bool pooled) =>
        new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Options = string.Join(' ', new[] { settings.Options, options }.Where(text => text is { Length: > 0 })) is { Length: > 0 } all ? all : null,
            Pooling = pooled,
            ApplicationName = settings.ApplicationName ?? "plumb",
            CommandTimeout = 15,
            Timeout = 5,

            // The same few statements again and again: planned once a session. No session's settings are changed, so none need to be put back.
            MaxAutoPrepare = settings.MaxAutoPrepare > 0 ? settings.MaxAutoPrepare : Statements,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        }.ConnectionString;
}
