using System.Text.Json.Nodes;
using Plumb.Compose.Render;

namespace Plumb.Compose.Tests.Render;

public sealed class CanonicalModelTests
{
    [Theory]
    [InlineData("""{"services":{"a":{"image":"x"}}}""", """{"services":{"a":{"image":"x","profiles":["p"],"x-note":1,"develop":{}}},"x-top":{"a":1}}""")]
    [InlineData("""{"services":{"a":{"ports":[{"target":80,"published":"80"}]}}}""", """{"services":{"a":{"ports":[{"published":80,"target":"80"}]}}}""")]
    [InlineData("""{"services":{"a":{"configs":[{"source":"c","mode":288}]}}}""", """{"services":{"a":{"configs":[{"mode":"0440","source":"c"}]}}}""")]
    [InlineData("""{"services":{"a":{"networks":{"n":null}}}}""", """{"services":{"a":{"networks":{"n":{}}}}}""")]
    [InlineData("""{"services":{"a":{"command":null,"volumes":[{"type":"volume","volume":{}}]}}}""", """{"services":{"a":{"volumes":[{"type":"volume"}],"dns":[]}}}""")]
    [InlineData("""{"services":{"a":{"volumes":[{"type":"bind","bind":{"create_host_path":true}}]}}}""", """{"services":{"a":{"volumes":[{"type":"bind"}]}}}""")]
    [InlineData("""{"networks":{"n":{"name":"n","ipam":{}}}}""", """{"networks":{"n":{"name":"n"}}}""")]
    [InlineData("""{"services":{"a":{"deploy":{"resources":{"limits":{}},"placement":{}}}}}""", """{"services":{"a":{}}}""")]
    public void What_means_the_same_is_one_text(string one, string other) =>
        Assert.Equal(CanonicalModel.Of(JsonNode.Parse(one)), CanonicalModel.Of(JsonNode.Parse(other)));

    [Theory]
    [InlineData("""{"services":{"a":{"command":[]}}}""", """{"services":{"a":{}}}""")]
    [InlineData("""{"services":{"a":{"networks":{"n":null}}}}""", """{"services":{"a":{"networks":{}}}}""")]
    [InlineData("""{"services":{"a":{"labels":{"x-a":"1"}}}}""", """{"services":{"a":{"labels":{}}}}""")]
    [InlineData("""{"services":{"a":{"environment":{"profiles":"1"}}}}""", """{"services":{"a":{"environment":{}}}}""")]
    [InlineData("""{"services":{"a":{"environment":{"A":""}}}}""", """{"services":{"a":{"environment":{"A":null}}}}""")]
    [InlineData("""{"services":{"a":{"init":false}}}""", """{"services":{"a":{}}}""")]
    [InlineData("""{"services":{"x-a":{}}}""", """{"services":{}}""")]
    public void What_means_something_else_is_another(string one, string other) =>
        Assert.NotEqual(CanonicalModel.Of(JsonNode.Parse(one)), CanonicalModel.Of(JsonNode.Parse(other)));
}
