using Plumb.Kernel.Queue;

namespace Plumb.Kernel.Tests;

public sealed class WorkQueueTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly WorkQueue<string> _queue = new(lanes: 3);

    [Fact]
    public void A_key_waits_once_however_often_it_is_added()
    {
        _queue.Add("a", 2);
        _queue.Add("a", 2);

        Assert.Equal(["a"], TakeAll());
    }

    [Fact]
    public void A_key_in_flight_is_not_taken_again_until_it_is_done()
    {
        _queue.Add("a", 2);
        Assert.Equal("a", Take());
        _queue.Add("a", 2);
        _queue.Add("a", 1);
        Assert.Null(Take());

        _queue.Done("a");
        Assert.Equal("a", Take());
        _queue.Done("a");
        Assert.Null(Take());
    }

    [Fact]
    public void Better_lanes_come_first_and_within_one_the_first_comes_first()
    {
        _queue.Add("sweep1", 2);
        _queue.Add("sweep2", 2);
        _queue.Add("hint1", 1);
        _queue.Add("hint2", 1);
        _queue.Add("operator", 0);

        Assert.Equal(["operator", "hint1", "hint2", "sweep1", "sweep2"], TakeAll());
    }

    [Fact]
    public void A_waiting_key_moves_to_a_better_lane_and_never_to_a_worse_one()
    {
        _queue.Add("a", 2);
        _queue.Add("b", 1);
        _queue.Add("a", 0);
        _queue.Add("a", 2);

        Assert.Equal(["a", "b"], TakeAll());
    }

    [Fact]
    public void The_better_lane_survives_being_added_in_flight()
    {
        _queue.Add("a", 2);
        Take();
        _queue.Add("a", 0);
        _queue.Add("a", 2);
        _queue.Add("b", 1);
        _queue.Done("a");

        Assert.Equal(["a", "b"], TakeAll());
    }

    [Fact]
    public void A_lane_is_passed_over_a_bounded_number_of_times()
    {
        _queue.Add("sweep", 2);
        var before = 0;
        for (_queue.Add("hint", 1); Take() is "hint"; before++)
        {
            _queue.Add("hint", 1);
            _queue.Done("hint");
        }

        Assert.Equal(WorkQueue<string>.Patience, before);
    }

    [Fact]
    public void Delayed_keys_wait_from_the_earliest_time_on()
    {
        _queue.AddAt("a", 2, Start.AddSeconds(10));
        _queue.AddAt("a", 2, Start.AddSeconds(5));
        _queue.AddAt("a", 2, Start.AddSeconds(20));

        Assert.Equal(Start.AddSeconds(5), _queue.NextDelay);
        Assert.Null(Take(4));
        Assert.Equal("a", Take(5));
        _queue.Done("a");
        Assert.Null(Take(100));
    }

    [Fact]
    public void A_delay_that_ends_in_flight_makes_the_key_wait_afterwards()
    {
        _queue.Add("a", 2);
        Take();
        _queue.AddAt("a", 2, Start.AddSeconds(1));
        Assert.Null(Take(2));
        _queue.Done("a");

        Assert.Equal("a", Take(2));
    }

    [Fact]
    public void Delays_move_with_the_clock()
    {
        _queue.AddAt("a", 2, Start.AddSeconds(10));
        _queue.Shift(TimeSpan.FromHours(-1));

        Assert.Equal("a", Take(10 - 3600));
    }

    [Fact]
    public void A_key_taken_out_of_its_turn_waits_again_afterwards_if_it_waited()
    {
        _queue.Add("a", 1);
        Assert.True(_queue.TryBegin("a"));
        Assert.True(_queue.TryBegin("new"));
        Assert.False(_queue.TryBegin("a"));
        Assert.Null(Take());
        _queue.Done("a");
        _queue.Done("new");

        Assert.Equal(["a"], TakeAll());
    }

    [Fact]
    public void A_removed_key_waits_no_more()
    {
        _queue.Add("a", 1);
        _queue.AddAt("a", 1, Start);
        _queue.Add("b", 1);
        Take();
        _queue.Remove("b");
        _queue.Done("a");
        _queue.Remove("a");

        Assert.Empty(TakeAll(60));
        Assert.Equal((0, 0, 0), (_queue.Waiting, _queue.InFlight, _queue.Delayed));
    }

    private string? Take(double seconds = 0) => _queue.TryTake(Start.AddSeconds(seconds), out var key, out _) ? key : null;

    private List<string> TakeAll(double seconds = 0)
    {
        var taken = new List<string>();
        while (Take(seconds) is { } key)
            taken.Add(key);
        return taken;
    }
}
