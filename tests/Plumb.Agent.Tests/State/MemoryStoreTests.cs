using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.State;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.State;

public sealed class MemoryStoreTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDir data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Failures_blocks_and_breakers_come_back_as_they_were()
    {
        var memory = new ObjectMemory(
            new ObjectId("id-../../web"), "f1", [new Failure("up", 3, "no such image \"x\"", At, At.AddMinutes(1))], At, [At, At.AddSeconds(5)], At.AddHours(1));
        var world = new WorldMemory("compose:engine", BreakerPosition.Open, [At], At, At.AddMinutes(1), TimeSpan.FromMinutes(2), "failures");
        Open().Remember(memory);
        Open().Remember(world);

        var (objects, worlds) = (Open().Objects(), Open().Worlds());

        var back = Assert.Single(objects);
        Assert.Equal(memory with { Failures = default, Repairs = default }, back with { Failures = default, Repairs = default });
        Assert.Equal(memory.Failures.AsEnumerable(), back.Failures);
        Assert.Equal(memory.Repairs.AsEnumerable(), back.Repairs);
        Assert.Equal(world with { FailedAt = default }, Assert.Single(worlds) with { FailedAt = default });
    }

    [Fact]
    public void What_became_empty_leaves_no_file()
    {
        var id = new ObjectId("web");
        Open().Remember(new ObjectMemory(id, "f1", [new Failure("up", 1, "e", At, null)], null, [], null));

        Open().Remember(new ObjectMemory(id, "f1", ImmutableArray<Failure>.Empty, null, [], null));

        Assert.Empty(Directory.EnumerateFiles(new AgentPaths(data.Path).Objects));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_set_aside_and_the_others_are_read()
    {
        Open().Remember(new ObjectMemory(new ObjectId("web"), "f1", [new Failure("up", 1, "e", At, null)], null, [], null));
        data.Write("state/agent/memory/objects/0000.json", "{ not json");

        Assert.Single(Open().Objects());
        Assert.Single(Directory.EnumerateFiles(new AgentPaths(data.Path).Objects, "*.unreadable"));
        Assert.Single(Open().Objects());
    }

    [Fact]
    public void Only_the_owner_may_read_what_is_kept()
    {
        Open().Remember(new ObjectMemory(new ObjectId("web"), "f1", [new Failure("up", 1, "e", At, null)], null, [], null));

        var file = Assert.Single(Directory.EnumerateFiles(new AgentPaths(data.Path).Objects));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(new AgentPaths(data.Path).State));
    }

    private MemoryStore Open() => new(new AgentPaths(data.Path), NullLogger<MemoryStore>.Instance);
}
