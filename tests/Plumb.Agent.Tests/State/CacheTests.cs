using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.State;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Targets;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.State;

public sealed class CacheTests : IDisposable
{
    private readonly TempDir data = new();

    private AgentPaths Paths => new(data.Path);

    public void Dispose() => data.Dispose();

    [Fact]
    public void A_target_state_comes_back_whole()
    {
        var content = Stacks.Content("app");
        var stack = Stacks.Target("web", content) with { Requests = [new StackRequest("r1", StackAsk.Adopt, "ann", DateTimeOffset.UnixEpoch)] };
        Targets().Save(new CachedTarget("\"e.1\"", new TargetState("e", 1, true, [stack], [], [])));

        var back = Targets().Load()!;

        Assert.Equal("\"e.1\"", back.ETag);
        Assert.Equal(Plumb.Agent.Desired.SpecIdentity.Of(stack), Plumb.Agent.Desired.SpecIdentity.Of(back.Target.Stacks[0]));
        Assert.Equal(stack.Requests[0], back.Target.Stacks[0].Requests[0]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Paths.Target));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"target\":{\"epoch\":\"e\"}}")]
    public void A_damaged_target_state_is_none(string text)
    {
        data.Write("state/agent/target.json", text);

        Assert.Null(Targets().Load());
    }

    [Fact]
    public void Content_on_disk_is_checked_before_it_is_believed()
    {
        var content = Stacks.Content("app");
        Contents().Save(content.Checksum(), content);
        Assert.NotNull(Contents().Find(content.Checksum()));
        var file = Path.Combine(Paths.Content, content.Checksum() + ".json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("YXBw", "ZXZp", StringComparison.Ordinal));

        Assert.Null(Contents().Find(content.Checksum()));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Contents_that_nothing_names_are_dropped()
    {
        var (one, two) = (Stacks.Content("one"), Stacks.Content("two"));
        Contents().Save(one.Checksum(), one);
        Contents().Save(two.Checksum(), two);

        Contents().Keep(new HashSet<string> { two.Checksum() });

        Assert.Null(Contents().Find(one.Checksum()));
        Assert.NotNull(Contents().Find(two.Checksum()));
    }

    [Fact]
    public void A_checksum_that_is_a_path_never_reaches_the_disk() =>
        Assert.Throws<ArgumentException>(() => Contents().Find("../../etc/passwd"));

    private TargetCache Targets() => new(Paths, NullLogger<TargetCache>.Instance);

    private ContentCache Contents() => new(Paths, NullLogger<ContentCache>.Instance);
}
