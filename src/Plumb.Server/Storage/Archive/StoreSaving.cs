using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Plumb.Server.Storage.Archive;

/// <summary>Writes the lines of an archive.</summary>
internal static class StoreSaving
{
    private static readonly JsonWriterOptions Compact = new() { SkipValidation = true };

    public static long Save(Database database, Stream to, DateTimeOffset now)
    {
        using var connection = database.OpenReader();
        using var moment = database.BeginReading(connection);
        var tables = connection.Query<string>(database.TablesQuery, transaction: moment).AsList();
        if (!tables.Contains("migration"))
        {
            throw new StoreException($"{database.Name} holds nothing of Plumb's.");
        }

        var migration = connection.ExecuteScalar<long>("select max(number) from migration", transaction: moment);
        Line(to, JsonSerializer.SerializeToUtf8Bytes(new ArchiveHead(ArchiveHead.Format, migration, now), ArchiveJson.Default.ArchiveHead));
        var rows = tables.Where(table => !ArchiveHead.Leaves(table)).Sum(table => Save(connection, moment, table, to));
        Line(to, JsonSerializer.SerializeToUtf8Bytes(new ArchiveEnd(rows), ArchiveJson.Default.ArchiveEnd));
        return rows;
    }

    private static long Save(DbConnection connection, DbTransaction moment, string table, Stream to)
    {
        using var reader = connection.ExecuteReader($"select * from \"{table}\"", transaction: moment);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        Line(to, JsonSerializer.SerializeToUtf8Bytes(new ArchiveTable(table, columns), ArchiveJson.Default.ArchiveTable));
        long rows = 0;
        for (; reader.Read(); rows++)
        {
            using (var line = new Utf8JsonWriter(to, Compact))
            {
                line.WriteStartArray();
                for (var i = 0; i < columns.Count; i++)
                {
                    Write(line, table, columns[i], reader.GetValue(i));
                }

                line.WriteEndArray();
            }

            to.WriteByte((byte)'\n');
        }

        return rows;
    }

    private static void Write(Utf8JsonWriter line, string table, string column, object value)
    {
        switch (value)
        {
            case DBNull:
                line.WriteNullValue();
                break;
            case long number:
                line.WriteNumberValue(number);
                break;
            case string text:
                line.WriteStringValue(text);
                break;
            case byte[] bytes:
                line.WriteStartObject();
                line.WriteBase64String("bytes", bytes);
                line.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"{table}.{column} has a {value.GetType().Name}: columns are whole numbers, text or bytes.");
        }
    }

    private static void Line(Stream to, byte[] json)
    {
        to.Write(json);
        to.WriteByte((byte)'\n');
    }
}
