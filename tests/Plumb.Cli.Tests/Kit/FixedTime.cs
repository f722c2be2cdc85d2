using System.Globalization;

namespace Plumb.Cli.Tests.Kit;

/// <summary>A clock that stands; timers run as ever.</summary>
internal sealed class FixedTime(string now) : TimeProvider
{
    private readonly DateTimeOffset now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => now;
}
