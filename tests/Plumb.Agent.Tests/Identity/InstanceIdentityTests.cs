using Plumb.Agent.Identity;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Identity;

public sealed class InstanceIdentityTests : IDisposable
{
    private readonly TempDir data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Given_wins_then_the_file_then_machine_and_path()
    {
        var machine = data.Write("machine-id", "0123456789abcdef\n");
        var derived = InstanceIdentity.Resolve(null, data.Path, machine);

        Assert.Equal(derived, File.ReadAllText(data.At("instance")).Trim());
        Assert.Equal(derived, InstanceIdentity.Resolve(null, data.Path, data.Write("other", "another machine")));
        File.WriteAllText(data.At("instance"), "from-file\n");
        Assert.Equal("from-file", InstanceIdentity.Resolve(null, data.Path, machine));
        Assert.Equal("given", InstanceIdentity.Resolve("given", data.Path, machine));
    }

    [Fact]
    public void Another_machine_or_another_data_path_is_another_instance()
    {
        var machine = data.Write("machine-id", "0123456789abcdef\n");
        var other = data.Write("other-id", "fedcba9876543210\n");

        string[] made =
        [
            InstanceIdentity.Resolve(null, data.At("a"), machine),
            InstanceIdentity.Resolve(null, data.At("b"), machine),
            InstanceIdentity.Resolve(null, data.At("c"), other),
        ];

        Assert.Equal(3, made.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_machine_without_an_id_gets_one_that_stays()
    {
        var first = InstanceIdentity.Resolve(null, data.Path, data.At("nothing"));

        Assert.Equal(first, InstanceIdentity.Resolve(null, data.Path, data.At("nothing")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void What_is_no_name_is_refused_and_says_where_it_came_from(string name)
    {
        var refused = Assert.Throws<AgentStartException>(() => InstanceIdentity.Resolve(name, data.Path, data.At("nothing")));

        Assert.Contains("--instance", refused.Message, StringComparison.Ordinal);
    }
}
