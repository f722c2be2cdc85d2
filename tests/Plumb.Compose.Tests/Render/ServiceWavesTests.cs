using Plumb.Compose.Render;

namespace Plumb.Compose.Tests.Render;

public sealed class ServiceWavesTests
{
    private static Dictionary<string, IReadOnlySet<string>> Needs(params (string Service, string[] Needs)[] services) =>
        services.ToDictionary(s => s.Service, s => (IReadOnlySet<string>)s.Needs.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    [Fact]
    public void A_service_comes_after_everything_that_it_needs()
    {
        var waves = ServiceWaves.Of(Needs(("web", ["db", "cache"]), ("db", []), ("cache", ["db"]), ("other", [])), out var cycle);
        Assert.Equal([["db", "other"], ["cache"], ["web"]], waves);
        Assert.Empty(cycle);
    }

    [Fact]
    public void What_is_not_there_holds_nobody_up() =>
        Assert.Equal([["web"]], ServiceWaves.Of(Needs(("web", ["gone"])), out _));

    [Fact]
    public void A_circle_is_named_and_nothing_else()
    {
        Assert.Empty(ServiceWaves.Of(Needs(("a", ["b"]), ("b", ["a"]), ("c", [])), out var cycle));
        Assert.Equal(["a", "b"], cycle);
    }
}
