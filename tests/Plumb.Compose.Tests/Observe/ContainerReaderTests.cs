using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;
using Plumb.Compose.Observe;

namespace Plumb.Compose.Tests.Observe;

public sealed class ContainerReaderTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static ContainerItem Row(params (string Label, string Value)[] labels) => new()
    {
        Id = "abc",
        Names = ["/web-a-1"],
        Image = "busybox",
        State = "running",
        Status = "Up 3 seconds",
        Labels = labels.ToDictionary(l => l.Label, l => l.Value),
    };

    [Fact]
    public void Our_labels_are_read()
    {
        var mark = ContainerReader.Of(Row(
            (Labels.Instance, "i"), (Labels.Scope, "source/x"), (Labels.Stack, "web"), (Labels.Revision, "r1"), (Labels.CommitMessage, "a \"$b\" 日"),
            (Labels.ComposeHash, Hash), (Labels.InputsHash, Hash), (Labels.Sequence, "7"), (Labels.SyncedAt, "2026-01-02T03:04:05Z"))).Mark!;
        Assert.Equal(new Ownership("i", "source/x", "web"), mark.Ownership);
        Assert.Equal(("r1", "a \"$b\" 日", Hash, Hash, 7L), (mark.Revision, mark.CommitMessage, mark.ComposeHash, mark.InputsHash, mark.Sequence));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), mark.SyncedAt);
    }

    [Fact]
    public void Labels_that_cannot_be_read_are_none()
    {
        var mark = ContainerReader.Of(Row((Labels.Instance, "i"), (Labels.InputsHash, "short"), (Labels.ComposeHash, Hash.ToUpperInvariant()), (Labels.Sequence, "-1"), (Labels.SyncedAt, "noon"))).Mark!;
        Assert.Equal((null, null, null, null), (mark.InputsHash, mark.ComposeHash, mark.Sequence, mark.SyncedAt));
    }

    [Fact]
    public void A_container_without_our_labels_has_no_mark() => Assert.Null(ContainerReader.Of(Row((Labels.Project, "web"))).Mark);

    [Fact]
    public void Of_several_names_it_is_its_own() =>
        Assert.Equal("web-a-1", ContainerReader.Of(Row() with { Names = ["/other/alias", "/web-a-1"] }).Name);

    [Fact]
    public void Ports_read_as_docker_shows_them() => Assert.Equal(
        ["127.0.0.1:8080->80/tcp", "53/udp", "[::]:81->81/tcp"],
        ContainerReader.Of(Row() with
        {
            Ports =
            [
                new PortItem { PrivatePort = 53, Type = "udp" }, new PortItem { Ip = "::", PrivatePort = 81, PublicPort = 81 },
                new PortItem { Ip = "127.0.0.1", PrivatePort = 80, PublicPort = 8080 }, new PortItem { Ip = "127.0.0.1", PrivatePort = 80, PublicPort = 8080 },
            ],
        }).Ports);

    [Fact]
    public void A_container_to_which_nothing_happened_is_the_very_same()
    {
        var before = ContainerReader.Of(Row((Labels.Service, "a")));
        Assert.Same(before, ContainerReader.Of(Row((Labels.Service, "a")) with { Status = "Up 9 minutes" }, before));
        Assert.Equal("paused", ContainerReader.Of(Row() with { State = "paused", Status = "Up 9 minutes (Paused)" }, before).State);
        Assert.Equal("healthy", ContainerReader.Of(Row() with { Status = "Up 9 minutes (healthy)" }, before).Health);
        Assert.Equal(["n"], ContainerReader.Of(Row() with { NetworkSettings = new AttachedNetworks { Networks = new Dictionary<string, Endpoint?> { ["n"] = null } } }, before).Networks);
        Assert.Equal("new", ContainerReader.Of(Row() with { Names = ["/new"] }, before).Name);
    }
}
