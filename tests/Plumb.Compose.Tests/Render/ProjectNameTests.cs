using Plumb.Compose.Render;

namespace Plumb.Compose.Tests.Render;

public sealed class ProjectNameTests
{
    [Theory]
    [InlineData("source/infra", "web", "web")]
    [InlineData("source/infra", "Apps/Web", "apps-web")]
    [InlineData("source/infra", ".", "infra")]
    [InlineData("publisher/Shop", ".", "shop")]
    [InlineData("source/infra", "my.app v2", "myappv2")]
    [InlineData("source/infra", "_x", "x")]
    public void Comes_from_the_path_as_Compose_would_have_it(string scope, string path, string name) =>
        Assert.Equal(name, ProjectName.Of(scope, path));

    [Fact]
    public void A_path_of_which_nothing_is_left_gets_a_name_that_is_always_the_same()
    {
        var name = ProjectName.Of("source/infra", "日本");
        Assert.True(ProjectName.IsValid(name));
        Assert.Equal(name, ProjectName.Of("source/infra", "日本"));
        Assert.NotEqual(name, ProjectName.Of("source/infra", "中国"));
    }
}
