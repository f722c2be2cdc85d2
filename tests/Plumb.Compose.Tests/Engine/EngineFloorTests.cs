using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Tests.Engine;

public sealed class EngineFloorTests
{
    [Theory]
    [InlineData("1.41", "1.12", "v1.41")]
    [InlineData("1.45", "1.24", "v1.45")]
    [InlineData("1.52", "1.44", "v1.47")]
    [InlineData("1.60", "1.50", "v1.50")]
    public void Speaks_the_newest_version_that_both_know(string highest, string lowest, string spoken)
    {
        Assert.Equal(spoken, EngineFloor.Negotiate(new EngineVersion("x", highest, lowest, "linux", "amd64"), out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("1.40")]
    [InlineData("nonsense")]
    public void Refuses_an_engine_below_the_floor(string api)
    {
        Assert.Empty(EngineFloor.Negotiate(new EngineVersion("19.03", api, "1.12", "linux", "amd64"), out var problem));
        Assert.Contains("20.10", problem, StringComparison.Ordinal);
    }
}
