using Plumb.Agent.Identity;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Identity;

public sealed class AgentLockTests : IDisposable
{
    private readonly TempDir dir = new();

    public void Dispose() => dir.Dispose();

    [Fact]
    public void A_second_agent_in_the_same_data_directory_is_refused_by_name()
    {
        using var held = Take("data", "unix:///a", "one");

        var refused = Assert.Throws<AgentStartException>(() => Take("data", "unix:///b", "two"));

        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_agent_of_the_same_instance_on_the_same_engine_is_refused_whatever_its_directory()
    {
        using var held = Take("data1", "unix:///a", "one");

        var refused = Assert.Throws<AgentStartException>(() => Take("data2", "unix:///a", "one"));

        Assert.Contains("instance 'one'", refused.Message, StringComparison.Ordinal);
        // What the refused one had taken is free again.
        using var other = Take("data2", "unix:///a", "two");
    }

    [Fact]
    public void Two_instances_on_one_engine_and_one_instance_on_two_engines_are_fine()
    {
        using var one = Take("data1", "unix:///a", "one");
        using var two = Take("data2", "unix:///a", "two");
        using var three = Take("data3", "unix:///b", "one");
    }

    [Fact]
    public void A_lock_that_was_given_back_can_be_taken()
    {
        Take("data", "unix:///a", "one").Dispose();

        using var again = Take("data", "unix:///a", "one");
    }

    private AgentLock Take(string data, string engine, string instance) => AgentLock.Take(dir.At(data, "instance.lock"), dir.At("locks"), engine, instance);
}
