using System.Data.Common;
using Npgsql;

namespace Plumb.Server.Storage.Postgres;

/// <summary>Whose fault an error of PostgreSQL is.</summary>
/// <remarks>Source: postgresql.org/docs/15/errcodes-appendix.html.</remarks>
internal static class PostgresFaults
{
    public static StoreFault Of(DbException failure) => failure switch
    {
        PostgresException answered => Of(answered.SqlState),
        NpgsqlException => StoreFault.Lost,
        _ => StoreFault.Ours,
    };

    private static StoreFault Of(string state) => state switch
    {
        // Connection exceptions; ended by an administrator, crashed, starting or stopping; idle in a transaction for too long.
        ['0', '8', ..] or "57P01" or "57P02" or "57P03" or "57P05" or "25P03" => StoreFault.Lost,

        // Refused logins, no such database, no permission, read-only, out of resources, locked, cancelled, rolled back, its own system's errors.
        ['2', '8', ..] or "3D000" or "3F000" or "42501" or "25006" or ['5', '3', ..] or "55P03" or "57014" or ['4', '0', ..] or ['5', '8', ..] or ['X', 'X', ..] => StoreFault.Unwritable,
        _ => StoreFault.Ours,
    };
}
