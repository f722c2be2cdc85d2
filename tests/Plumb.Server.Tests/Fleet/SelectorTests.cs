using Plumb.Server.Fleet;

namespace Plumb.Server.Tests.Fleet;

public sealed class SelectorTests
{
    private static readonly Dictionary<string, string> Annotations = new(StringComparer.Ordinal) { ["env"] = "prod", ["region"] = "eu" };

    [Theory]
    [InlineData("env=prod", true)]
    [InlineData("env==prod", true)]
    [InlineData("env = prod , region in ( eu , us )", true)]
    [InlineData("env=test", false)]
    [InlineData("env!=test", true)]
    [InlineData("tier!=gold", true)]
    [InlineData("env", true)]
    [InlineData("edge", true)]
    [InlineData("edge=", true)]
    [InlineData("!edge", false)]
    [InlineData("!spot", true)]
    [InlineData("region in (eu,us)", true)]
    [InlineData("region notin (eu,us)", false)]
    [InlineData("tier notin (gold)", true)]
    [InlineData("tier in (gold)", false)]
    [InlineData("env=prod,!edge", false)]
    public void A_selector_matches_as_in_Kubernetes(string text, bool matches)
    {
        Assert.True(Selector.TryParse(text, out var selector, out _));
        Assert.Equal(matches, selector.Matches(["edge"], Annotations));
    }

    [Fact]
    public void Where_a_label_and_an_annotation_have_one_key_the_annotation_wins()
    {
        Assert.True(Selector.TryParse("env=prod", out var selector, out _));
        Assert.True(selector.Matches(["env"], Annotations));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("env=a b")]
    [InlineData("region in eu")]
    [InlineData("region within (eu)")]
    [InlineData("env=prod,")]
    [InlineData("=prod")]
    [InlineData("-x")]
    public void What_is_no_selector_is_refused(string text)
    {
        Assert.False(Selector.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }
}
