using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Observe;

namespace Plumb.Compose.Tests.Observe;

/// <summary>What a list's uptime tells of a start, however long the answers were under way.</summary>
public sealed class ContainerWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly ContainerWatch _watch = new();

    [Fact]
    public void An_inspection_that_took_long_does_not_make_uptime_misleading()
    {
        Inspected(Row("Up 3 seconds"), asked: Start.AddSeconds(3), answered: Start.AddMinutes(1));

        Assert.False(_watch.UptimeMisleads);
        Assert.False(_watch.IsSuspect(Row("Up 4 seconds"), Start.AddSeconds(4)));
    }

    [Fact]
    public void A_shorter_uptime_than_the_known_start_allows_is_a_start()
    {
        Inspected(Row("Up 3 seconds"), asked: Start.AddSeconds(3), answered: Start.AddSeconds(3));

        Assert.True(_watch.IsSuspect(Row("Up 2 seconds"), Start.AddMinutes(1)));
    }

    [Fact]
    public void A_clock_that_is_not_the_engines_is_not_relied_on()
    {
        Inspected(Row("Up 3 seconds"), asked: Start.AddHours(1), answered: Start.AddHours(1));

        Assert.True(_watch.UptimeMisleads);
        Assert.False(_watch.IsSuspect(Row("Up 4 seconds"), Start.AddHours(1)));
    }

    private void Inspected(ContainerItem row, DateTimeOffset asked, DateTimeOffset answered)
    {
        _watch.See(row);
        _watch.Inspect(Detail(), new WatchedRow(row, asked, _watch, Due: false), answered);
    }

    private static ContainerItem Row(string status) => new() { Id = "abc", Names = ["/web-a-1"], Image = "busybox", State = "running", Status = status };

    private static ContainerDetail Detail() => new()
    {
        Id = "abc",
        State = new() { Status = "running", Running = true, StartedAt = Start },
        HostConfig = new(),
    };
}
