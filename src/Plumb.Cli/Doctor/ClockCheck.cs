using System.Globalization;

namespace Plumb.Cli.Doctor;

/// <summary>Whether this machine's clock can be right.</summary>
internal static class ClockCheck
{
    private static readonly string[] Written = ["state/plumb.db", "state/plumb.db-wal", "admin.key"];
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static Task<Finding> RunAsync(Ground ground, CancellationToken cancellation)
    {
        const string Mend = "Set the clock, and let it be kept (timedatectl set-ntp true).";
        var now = ground.Surroundings.Time.GetUtcNow();
        var shown = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (now < Built())
        {
            return Task.FromResult(Finding.Fail($"{shown} is before this program was built", Mend));
        }

        // What was written here cannot be of tomorrow.
        var newest = Written
            .Select(name => new FileInfo(Path.Combine(ground.Configuration.DataDirectory, name)))
            .Where(file => file.Exists)
            .Select(file => new DateTimeOffset(file.LastWriteTimeUtc))
            .DefaultIfEmpty(DateTimeOffset.MinValue)
            .Max();
        return Task.FromResult(newest > now + Tolerance
            ? Finding.Warn($"{shown} is before Plumb last wrote its data, {newest.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z", Mend)
            : Finding.Ok(shown));
    }

    private static DateTimeOffset Built() => new(File.GetLastWriteTimeUtc(Path.Combine(AppContext.BaseDirectory, "plumb.dll")));
}
