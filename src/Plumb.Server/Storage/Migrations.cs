using System.Reflection;

namespace Plumb.Server.Storage;

/// <summary>Numbered SQL files, each run once, in order, in one transaction with the note that it ran.</summary>
internal static class Migrations
{
    private const string Prefix = "migrations/";

    /// <param name="scope">A transaction that no other one overlaps: of replicas that start at once, one runs them.</param>
    /// <param name="database">Whose words the definitions are put in.</param>
    /// <param name="last">None after this one.</param>
    /// <returns>How many ran.</returns>
    /// <exception cref="StoreException">The store was made by a newer Plumb.</exception>
    public static int Run(WriteScope scope, Database database, long last = long.MaxValue)
    {
        scope.Execute(database.Definition("create table if not exists migration (number integer not null primary key, name text not null)"));
        var done = scope.Single<long?>("select max(number) from migration") ?? 0;
        var known = Known();
        if (known.Count > 0 && done > known[^1].Number)
        {
            throw new StoreException($"The database is of a newer Plumb (migration {done}, this one knows {known[^1].Number}). Start that version, or another data directory.");
        }

        var ran = 0;
        foreach (var (number, name, sql) in known.Where(m => m.Number > done && m.Number <= last))
        {
            scope.Execute(database.Definition(sql));
            scope.Execute("insert into migration (number, name) values (@number, @name)", new { number, name });
            ran++;
        }

        return ran;
    }

    /// <summary>The last one that this build knows.</summary>
    public static long Newest() => Known()[^1].Number;

    private static List<(long Number, string Name, string Sql)> Known()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (long.Parse(name.AsSpan(Prefix.Length, 4), provider: null), name[Prefix.Length..], Read(assembly, name)))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is not in this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
