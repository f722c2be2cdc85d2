using System.Globalization;

namespace Plumb.Server.Stacks.Views;

/// <summary>Times as people read them in texts: UTC to the second.</summary>
internal static class Times
{
    public static string Text(DateTimeOffset? time) =>
        time is { } value ? value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "never";
}
