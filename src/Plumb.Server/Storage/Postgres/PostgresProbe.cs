using System.Globalization;
using Dapper;
using Npgsql;
using Plumb.Platform.Secrets;

namespace Plumb.Server.Storage.Postgres;

/// <summary>Whether a control plane could keep its state in a database. Nothing is made or changed.</summary>
public static class PostgresProbe
{
    /// <summary>Oldest supported server: <c>RETURNING</c>, upserts and generated names are older; older servers get no mends any more.</summary>
    private const int Oldest = 13;

    /// <param name="connection">As <c>storage.postgres</c> has it.</param>
    /// <param name="mask">Learns what is secret of it.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<(bool Good, string Says)> RunAsync(string connection, SecretMask mask, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var name = "storage.postgres";
        try
        {
            var settings = PostgresAddress.Parse(connection, mask);
            name = PostgresAddress.Shown(settings);
            await using var opened = new NpgsqlConnection(PostgresAddress.With(settings, "", pooled: false));
            await opened.OpenAsync(cancellation);
            var version = opened.PostgreSqlVersion;
            var schema = await opened.ExecuteScalarAsync<string?>("select current_schema()");
            return version.Major < Oldest ? (false, string.Create(CultureInfo.InvariantCulture, $"{name} is PostgreSQL {version}; needed is {Oldest} or newer"))
                : schema is null ? (false, $"{name}: none of the schemas on the search path is there")
                : await opened.ExecuteScalarAsync<bool>("select pg_is_in_recovery()") ? (false, $"{name} is a standby and takes no writes")
                : !await opened.ExecuteScalarAsync<bool>("select has_schema_privilege(current_schema(), 'create')") ? (false, $"{name}: this user may make no tables in the schema {schema}")
                : (true, $"{name}, schema {schema}, PostgreSQL {version}");
        }
        catch (StoreException e)
        {
            return (false, e.Message);
        }
        catch (NpgsqlException e)
        {
            return (false, $"{name} cannot be opened: {e.Message}");
        }
    }
}
