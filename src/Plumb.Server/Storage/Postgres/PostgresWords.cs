using System.Text.RegularExpressions;

namespace Plumb.Server.Storage.Postgres;

/// <summary>
/// The few words that PostgreSQL has others for: whole numbers of 64 bits, bytes, text that is ordered by its code points
/// as SQLite orders it, and lists.
/// </summary>
internal static partial class PostgresWords
{
    /// <summary>Lists are sent as arrays: <c>in @ids</c> is <c>= any(@ids)</c>.</summary>
    public static string Statement(string sql) =>
        sql.Contains(" in @", StringComparison.Ordinal) ? AmongList().Replace(NotAmongList().Replace(sql, "<> all(@${list})"), "= any(@${list})") : sql;

    public static string Definition(string sql) =>
        TextType().Replace(BytesType().Replace(NumberType().Replace(Remark().Replace(sql, ""), "bigint"), "bytea"), "text collate \"C\"");

    [GeneratedRegex(@"\bnot in @(?<list>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotAmongList();

    [GeneratedRegex(@"\bin @(?<list>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AmongList();

    [GeneratedRegex(@"--[^\n]*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Remark();

    [GeneratedRegex(@"\binteger\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberType();

    [GeneratedRegex(@"\bblob\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BytesType();

    [GeneratedRegex(@"\btext\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextType();
}
