namespace Plumb.Server.Storage;

/// <summary>Times in the store: Unix milliseconds.</summary>
internal static class UnixTime
{
    public static long ToStored(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset FromStored(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? FromStored(long? milliseconds) => milliseconds is { } value ? FromStored(value) : null;
}
