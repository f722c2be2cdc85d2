namespace Plumb.Replicas.History;

/// <summary>The checks of histories: each good one passes, and each way of being wrong is told.</summary>
public sealed class CheckTests
{
    private static Change Publish(string value, int from, int? to, long? number = null) => new("shop/web", value, At(from)) { Acknowledged = to is { } end ? At(end) : null, Number = number };

    private static Change Replace(string upon, string value, int from, int? to) => new("n", value, At(from)) { Acknowledged = to is { } end ? At(end) : null, Upon = upon };

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void A_log_with_all_that_was_acknowledged_and_some_of_what_was_not_is_good()
    {
        Change[] asked = [Publish("a", 0, 1, 1), Publish("b", 0, null), Publish("c", 0, null), Publish("d", 1, 4, 5), Publish("e", 2, 3, 4)];
        Assert.Empty(NumberedLog.Faults(asked, [(1, "a"), (3, "c"), (4, "e"), (5, "d")]));
    }

    [Theory]
    [InlineData("was acknowledged as 2, and is lost", "1a 3c")]
    [InlineData("is there 2 times", "1a 2b 3c 4b")]
    [InlineData("is there 2 times", "1a 2b 3c 4c")]
    [InlineData("nobody asked for it", "1a 2b 4x")]
    [InlineData("was acknowledged as 2, and is 7", "1a 7b")]
    [InlineData("The number 2 was given 2 times", "1a 2b 2c")]
    public void A_log_that_lost_doubled_made_up_or_renumbered_an_entry_is_not(string fault, string kept)
    {
        Change[] asked = [Publish("a", 0, 1, 1), Publish("b", 2, 3, 2), Publish("c", 2, null)];
        var entries = kept.Split(' ').Select(entry => ((long)(entry[0] - '0'), entry[1..])).ToList();
        Assert.Contains(NumberedLog.Faults(asked, entries), told => told.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_in_which_a_later_change_comes_before_an_earlier_one_is_not()
    {
        Change[] asked = [Publish("a", 0, 1), Publish("b", 2, 9), Publish("c", 3, 4)];
        Assert.Contains("b took effect before a", Assert.Single(NumberedLog.Faults(asked, [(1, "b"), (2, "a"), (3, "c")])), StringComparison.Ordinal);
        Assert.Contains("c took effect before a", Assert.Single(NumberedLog.Faults(asked, [(1, "c"), (2, "a"), (3, "b")])), StringComparison.Ordinal);
        Assert.Empty(NumberedLog.Faults(asked, [(1, "a"), (2, "c"), (3, "b")]));
    }

    [Fact]
    public void A_value_that_was_replaced_step_by_step_is_good_also_by_changes_that_nobody_heard_of()
    {
        Change[] asked = [Replace("0", "a", 0, 1), Replace("a", "b", 1, null), Replace("a", "x", 1, null), Replace("b", "c", 2, 3)];
        Assert.Empty(ReplacedValue.Faults(asked, "0", "c", ["0", "b"]));
    }

    [Fact]
    public void A_value_that_two_replaced_at_once_lost_one_of_them()
    {
        Change[] asked = [Replace("0", "a", 0, 2), Replace("0", "b", 0, 2)];
        Assert.Contains("a upon 0 was acknowledged, and was lost", Assert.Single(ReplacedValue.Faults(asked, "0", "b", [])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_went_back_was_made_up_or_was_read_though_it_never_was_is_told()
    {
        Change[] asked = [Replace("0", "a", 0, 1), Replace("a", "b", 2, 3)];
        Assert.Contains(ReplacedValue.Faults(asked, "0", "a", []), told => told.Contains("b upon a was acknowledged, and was lost", StringComparison.Ordinal));
        Assert.Contains(ReplacedValue.Faults(asked, "0", "z", []), told => told.Contains("nobody asked for it", StringComparison.Ordinal));
        Assert.Contains(ReplacedValue.Faults(asked, "0", "b", ["q"]), told => told.Contains("was never there", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lost", "tie")]
    [InlineData("doubled", "tie tie tie tie untie")]
    [InlineData("doubled", "tie tie untie untie")]
    [InlineData("", "tie tie untie")]
    [InlineData("", "tie tie tie untie")]
    public void A_change_is_recorded_as_often_as_it_was_acknowledged_and_at_most_as_often_as_it_was_asked_for(string fault, string kept)
    {
        var told = Records.Faults(["tie", "tie", "untie"], ["tie"], kept.Split(' ')).ToList();
        Assert.Equal(fault.Length > 0, told.Count > 0);
        Assert.All(told, text => Assert.Contains(kept == "tie" ? "lost" : fault, text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_older_version_another_epoch_or_two_states_of_one_version_are_told()
    {
        static SeenState Saw(long version, string content, string agent = "edge", string epoch = "1") => new(agent, epoch, version, content);
        Assert.Empty(SeenStates.Faults([Saw(1, "web"), Saw(9, "web", "core"), Saw(2, "db"), Saw(2, "db"), Saw(3, "web")]));
        Assert.Contains("version 1 after 2", Assert.Single(SeenStates.Faults([Saw(1, "web"), Saw(2, "db"), Saw(1, "web")])), StringComparison.Ordinal);
        Assert.Contains("version 2 is db and web", Assert.Single(SeenStates.Faults([Saw(2, "db"), Saw(2, "web")])), StringComparison.Ordinal);
        Assert.Contains("the epoch 1 became 2", Assert.Single(SeenStates.Faults([Saw(1, "web"), Saw(1, "web", epoch: "2")])), StringComparison.Ordinal);
    }
}
