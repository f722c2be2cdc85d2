using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dapper;

namespace Plumb.Server.Storage.Archive;

/// <summary>Reads the lines of an archive into a store.</summary>
internal static class StoreRestoring
{
    public static long Restore(Database database, WriteScope scope, Stream from, bool replace)
    {
        using var lines = new StreamReader(from, Encoding.UTF8);
        var head = Read(lines.ReadLine(), ArchiveJson.Default.ArchiveHead);
        if (head.Plumb != ArchiveHead.Format)
        {
            throw new InvalidDataException($"Its head says '{head.Plumb}'.");
        }

        if (head.Migration > Migrations.Newest())
        {
            throw new StoreException($"The backup is of a newer Plumb (migration {head.Migration}, this one knows {Migrations.Newest()}). Restore it with that version.");
        }

        Clear(database, scope, replace);
        Migrations.Run(scope, database, head.Migration);
        var tables = Tables(database, scope);
        foreach (var table in tables.Reverse())
        {
            scope.Execute($"delete from \"{table}\"");
        }

        var rows = Fill(scope, tables, lines);
        scope.Execute("delete from setting where name = 'epoch'");
        Migrations.Run(scope, database);
        return rows;
    }

    private static void Clear(Database database, WriteScope scope, bool replace)
    {
        var tables = scope.Query<string>(database.TablesQuery);
        if (tables.Count > 0 && !replace)
        {
            throw new StoreException($"{database.Name} holds something already. Say --replace to have it replaced, or restore to another place.");
        }

        foreach (var table in tables.Reverse())
        {
            scope.Execute($"drop table \"{table}\"");
        }
    }

    private static IReadOnlyList<string> Tables(Database database, WriteScope scope) =>
        [.. scope.Query<string>(database.TablesQuery).Where(table => !ArchiveHead.Leaves(table))];

    private static long Fill(WriteScope scope, IReadOnlyList<string> tables, StreamReader lines)
    {
        long rows = 0;
        var insert = "";
        while (lines.ReadLine() is { } line)
        {
            if (line is ['[', ..])
            {
                scope.Execute(insert, Values(line));
                rows++;
            }
            else if (line.StartsWith("{\"table\"", StringComparison.Ordinal))
            {
                insert = Insert(Read(line, ArchiveJson.Default.ArchiveTable), tables);
            }
            else
            {
                return Read(line, ArchiveJson.Default.ArchiveEnd).Rows == rows ? rows : throw new InvalidDataException("Rows are missing.");
            }
        }

        throw new InvalidDataException("It is cut short.");
    }

    // Names are those of our own tables, or of nothing: an archive is read, never run.
    private static string Insert(ArchiveTable table, IReadOnlyList<string> tables) =>
        tables.Contains(table.Table, StringComparer.Ordinal) && table.Columns.Count > 0 && table.Columns.All(column => column.All(c => c is '_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
            ? $"insert into \"{table.Table}\" ({string.Join(", ", table.Columns.Select(column => $"\"{column}\""))}) values ({string.Join(", ", table.Columns.Select((_, i) => $"@v{i}"))})"
            : throw new InvalidDataException($"It has a table '{table.Table}' that Plumb of its version has not.");

    private static DynamicParameters Values(string line)
    {
        var values = new DynamicParameters();
        using var row = Parse(line);
        var i = 0;
        foreach (var value in row.RootElement.EnumerateArray())
        {
            values.Add($"v{i++}", value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Number => value.GetInt64(),
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Object => value.GetProperty("bytes").GetBytesFromBase64(),
                _ => throw new InvalidDataException("A value is none."),
            });
        }

        return values;
    }

    private static JsonDocument Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static T Read<T>(string? line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line ?? "", type) ?? throw new InvalidDataException("A line is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}
