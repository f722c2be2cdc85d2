using Plumb.Compose.Layout;
using Plumb.Platform.Failpoints;
using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 3 (CVE-2022-24878): tidying up follows no link and never leaves its own directory.</summary>
public sealed class CleaningTests : IDisposable
{
    private readonly TempDir _host = new("plumb-host-");

    public CleaningTests() => _host.Write("keep/me", "the host's own");

    [Fact]
    public async Task Staging_that_a_killed_process_left_is_swept_without_following_links()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        checkout.Data.Write("staging/left/x", "x");
        File.CreateSymbolicLink(checkout.Data.At("staging/left/out"), _host.Path);
        File.CreateSymbolicLink(checkout.Data.At("staging/out"), _host.Path);
        File.CreateSymbolicLink(checkout.Data.At("staging/all"), "/");
        Assert.Equal("good", (await checkout.JudgeHeadAsync())["a"].Said);
        Assert.Empty(Directory.GetFileSystemEntries(checkout.Data.At("staging")));
        AssertKept();
    }

    [Fact]
    public async Task Staging_that_is_itself_a_link_loses_only_the_link()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        File.CreateSymbolicLink(checkout.Data.At("staging"), _host.Path);
        Assert.Equal("good", (await checkout.JudgeHeadAsync())["a"].Said);
        AssertKept();
    }

    [Fact]
    public async Task Mirrors_of_earlier_sources_go_without_following_links()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        var old = new string('a', 32);
        checkout.Data.Write($"git/{old}/config", "x");
        File.CreateSymbolicLink(checkout.Data.At($"git/{old}/out"), _host.Path);
        File.CreateSymbolicLink(checkout.Data.At($"git/{new string('b', 32)}"), _host.Path);
        checkout.Data.Write("git/not-a-mirror/x", "x");
        checkout.Mirrors.DeleteOthers();
        Assert.False(Directory.Exists(checkout.Data.At($"git/{old}")));
        Assert.True(File.Exists(checkout.Data.At("git/not-a-mirror/x")));
        AssertKept();
    }

    /// <summary>A container owns what it mounts: it may exchange a directory of the stack for a link before a file of it goes.</summary>
    [Fact]
    public void Files_that_went_from_a_stack_are_not_deleted_through_a_link()
    {
        using var data = new TempDir();
        var places = new StackPlaces(data.At("stacks"));
        var layout = new StackLayout(places, Failpoints.None);
        layout.LayOut("source/main", "web", Checkout.Content(("compose.yaml", "x"), ("keep/me", "tracked"), ("keep/also", "tracked")), []);
        var place = places.Of("source/main", "web");
        Directory.Delete(Path.Combine(place.Directory, "keep"), recursive: true);
        File.CreateSymbolicLink(Path.Combine(place.Directory, "keep"), _host.At("keep"));
        layout.LayOut("source/main", "web", Checkout.Content(("compose.yaml", "x")), []);
        AssertKept();
        layout.LayOut("source/main", "web", Checkout.Content(("compose.yaml", "x"), ("keep/me", "tracked again")), []);
        AssertKept();
    }

    [Fact]
    public void Files_that_went_from_a_stack_are_deleted_and_what_is_not_tracked_stays()
    {
        using var data = new TempDir();
        var places = new StackPlaces(data.At("stacks"));
        var layout = new StackLayout(places, Failpoints.None);
        Assert.IsType<LayoutResult.Done>(layout.LayOut("source/main", "web", Checkout.Content(("compose.yaml", "x"), ("d/me", "tracked")), []));
        var directory = places.Of("source/main", "web").Directory;
        File.WriteAllText(Path.Combine(directory, "d/database"), "the program's own");
        Assert.IsType<LayoutResult.Done>(layout.LayOut("source/main", "web", Checkout.Content(("compose.yaml", "x")), []));
        Assert.Equal(["database"], Directory.GetFileSystemEntries(Path.Combine(directory, "d")).Select(Path.GetFileName));
    }

    public void Dispose() => _host.Dispose();

    private void AssertKept() => Assert.Equal(("the host's own", 1), (File.ReadAllText(_host.At("keep/me")), Directory.GetFileSystemEntries(_host.At("keep")).Length));
}
