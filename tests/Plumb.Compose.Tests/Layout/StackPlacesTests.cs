using FsCheck;
using FsCheck.Fluent;
using Plumb.Compose.Layout;

namespace Plumb.Compose.Tests.Layout;

public sealed class StackPlacesTests
{
    private readonly StackPlaces _places = new("/w/stacks");

    [Theory]
    [InlineData("web", "/w/stacks/source+infra/web")]
    [InlineData("apps/web", "/w/stacks/source+infra/apps+web")]
    [InlineData(".", "/w/stacks/source+infra/%2E")]
    [InlineData("..", "/w/stacks/source+infra/%2E.")]
    [InlineData("../x", "/w/stacks/source+infra/%2E.+x")]
    [InlineData(".plumb", "/w/stacks/source+infra/%2Eplumb")]
    [InlineData("a b:c", "/w/stacks/source+infra/a%20b%3Ac")]
    public void A_path_is_one_safe_name(string path, string directory) => Assert.Equal(directory, _places.Of("source/infra", path).Directory);

    [Fact]
    public void Two_stacks_never_share_a_place() => Prop.ForAll<NonNull<string>, NonNull<string>>(
        (one, other) => (one.Get == other.Get) == (_places.Of("s/x", one.Get).Directory == _places.Of("s/x", other.Get).Directory)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_name_always_fits_and_holds_only_safe_characters() => Prop.ForAll<NonNull<string>>(text =>
    {
        var name = StackPlaces.NameOf(text.Get);
        return name.Length <= 200 && !name.StartsWith('.') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+' or '%');
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_very_long_path_still_has_a_place_of_its_own()
    {
        var one = _places.Of("s/x", new string('a', 500) + "1").Directory;
        var other = _places.Of("s/x", new string('a', 500) + "2").Directory;
        Assert.NotEqual(one, other);
        Assert.True(Path.GetFileName(one).Length <= 200);
    }

    [Theory]
    [InlineData(".", "compose.yaml", "/w/stacks/s+x/p/compose.yaml")]
    [InlineData("a/web", "a/web/c/x", "/w/stacks/s+x/p/c/x")]
    [InlineData("a/web", "a/common/x", "/w/stacks/s+x/.beside/p/1/common/x")]
    [InlineData("a/web", "common/x", "/w/stacks/s+x/.beside/p/2/common/x")]
    [InlineData("a/web", "a/web2/x", "/w/stacks/s+x/.beside/p/1/web2/x")]
    public void A_file_lies_where_it_is_seen_from_the_stack(string root, string path, string place) =>
        Assert.Equal(place, _places.Of("s/x", "p").PathOf(root, path));
}
