using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Platform.Failpoints;

namespace Plumb.Compose.Tests.Layout;

public sealed class StackLayoutTests : IDisposable
{
    private const string Scope = "source/infra";
    private static readonly HashSet<string> Living = new(StringComparer.Ordinal) { "c1", "c2" };
    private readonly TempDir _directory = new();
    private StackLayout _layout;

    public StackLayoutTests() => _layout = Fresh();

    public void Dispose() => _directory.Dispose();

    private StackLayout Fresh() => new(new StackPlaces(_directory.At("stacks")), Failpoints.None);

    private string At(string path) => _directory.At("stacks", "source+infra", "web", path);

    private LayoutResult LayOut(StackContent content, params StaleMount[] mounts) => _layout.LayOut(Scope, "web", content, mounts);

    private LayoutSeen Look() => _layout.Look(Scope, "web", Living);

    private static StackContent Two(string a = "a", string b = "b") => Samples.Content(("compose.yaml", a), ("conf/b.txt", b));

    [Fact]
    public void Content_lies_where_it_should_with_its_modes()
    {
        var content = new StackContent(".", [Samples.File("compose.yaml", "x"), Samples.File("run.sh", "y", "100755")]);
        Assert.Equal(new LayoutResult.Done(2, 0), LayOut(content));
        Assert.Equal("x", File.ReadAllText(At("compose.yaml")));
        Assert.False(File.GetUnixFileMode(At("compose.yaml")).HasFlag(UnixFileMode.UserExecute));
        Assert.True(File.GetUnixFileMode(At("run.sh")).HasFlag(UnixFileMode.OtherExecute));
        Assert.Equal(content.Checksum(), Look().Checksum);
        Assert.Empty(Look().Changed);
    }

    [Fact]
    public void Nothing_written_yet_is_nothing_seen()
    {
        Assert.Equal(LayoutSeen.None, Look());
        Assert.False(Directory.Exists(_directory.At("stacks")));
    }

    [Fact]
    public void Files_beside_the_stack_lie_beside_it()
    {
        LayOut(Samples.ContentAt("a/web", ("a/web/compose.yaml", "x"), ("a/common/y", "y"), ("z", "z")));
        Assert.Equal("x", File.ReadAllText(At("compose.yaml")));
        Assert.Equal("y", File.ReadAllText(_directory.At("stacks", "source+infra", ".beside", "web", "1", "common", "y")));
        Assert.Equal("z", File.ReadAllText(_directory.At("stacks", "source+infra", ".beside", "web", "2", "z")));
    }

    [Fact]
    public void Only_what_changed_is_written()
    {
        LayOut(Two());
        var before = File.GetLastWriteTimeUtc(At("compose.yaml"));
        Assert.Equal(new LayoutResult.Done(1, 0), LayOut(Two(b: "other")));
        Assert.Equal(before, File.GetLastWriteTimeUtc(At("compose.yaml")));
        Assert.Equal("other", File.ReadAllText(At("conf/b.txt")));
        Assert.Equal(new LayoutResult.Done(0, 0), LayOut(Two(b: "other")));
    }

    [Fact]
    public void What_lies_there_already_is_left_as_it_is_also_without_a_record()
    {
        LayOut(Two());
        var before = File.GetLastWriteTimeUtc(At("compose.yaml"));
        Directory.Delete(_directory.At("stacks", ".plumb"), recursive: true);
        _layout = Fresh();
        Assert.Null(Look().Checksum);
        Assert.Equal(new LayoutResult.Done(0, 0), LayOut(Two()));
        Assert.Equal(before, File.GetLastWriteTimeUtc(At("compose.yaml")));
        Assert.NotNull(Look().Checksum);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tracked_file_that_somebody_changed_or_removed_is_seen_and_repaired(bool afterRestart)
    {
        LayOut(Two());
        if (afterRestart)
        {
            _layout = Fresh();
        }

        File.WriteAllText(At("conf/b.txt"), "c");
        Assert.Equal(["conf/b.txt"], Look().Changed);
        File.Delete(At("conf/b.txt"));
        Assert.Equal(["conf/b.txt"], Look().Changed);
        LayOut(Two());
        Assert.Equal("b", File.ReadAllText(At("conf/b.txt")));
        Assert.Empty(Look().Changed);
    }

    [Fact]
    public void Same_size_and_same_time_do_not_hide_a_change()
    {
        LayOut(Two());
        var time = File.GetLastWriteTimeUtc(At("conf/b.txt"));
        File.WriteAllText(At("conf/b.txt"), "c");
        File.SetLastWriteTimeUtc(At("conf/b.txt"), time);
        Assert.Equal(["conf/b.txt"], Look().Changed);
    }

    [Fact]
    public void A_changed_mode_is_a_change_and_a_mere_touch_is_none()
    {
        LayOut(Two());
        File.SetLastWriteTimeUtc(At("conf/b.txt"), DateTime.UnixEpoch);
        Assert.Empty(Look().Changed);
        File.SetUnixFileMode(At("conf/b.txt"), UnixFileMode.UserRead);
        Assert.Equal(["conf/b.txt"], Look().Changed);
    }

    [Fact]
    public void A_link_in_place_of_a_directory_is_a_change_and_nothing_is_written_through_it()
    {
        LayOut(Two());
        var outside = _directory.Write("outside/b.txt", "b");
        Directory.Delete(At("conf"), recursive: true);
        Directory.CreateSymbolicLink(At("conf"), _directory.At("outside"));
        Assert.Equal(["conf/b.txt"], Look().Changed);
        Assert.Contains("symbolic link", Assert.IsType<LayoutResult.Failed>(LayOut(Two(b: "evil"))).Error, StringComparison.Ordinal);
        Assert.Equal("b", File.ReadAllText(outside));
    }

    [Fact]
    public void A_link_in_place_of_a_file_is_a_change_and_is_replaced_by_the_file()
    {
        LayOut(Two());
        var outside = _directory.Write("outside/a", "a");
        File.Delete(At("compose.yaml"));
        File.CreateSymbolicLink(At("compose.yaml"), outside);
        Assert.Equal(["compose.yaml"], Look().Changed);
        Assert.IsType<LayoutResult.Done>(LayOut(Two(a: "evil")));
        Assert.Equal("a", File.ReadAllText(outside));
        Assert.Null(new FileInfo(At("compose.yaml")).LinkTarget);
    }

    [Fact]
    public void What_went_from_Git_goes_with_its_empty_directories()
    {
        LayOut(Samples.Content(("compose.yaml", "a"), ("conf/deep/b.txt", "b")));
        Assert.Equal(new LayoutResult.Done(0, 1), LayOut(Samples.Content(("compose.yaml", "a"))));
        Assert.False(Directory.Exists(At("conf")));
    }

    [Fact]
    public void What_Git_does_not_track_is_never_touched()
    {
        Directory.CreateDirectory(At("conf"));
        File.WriteAllText(At("conf/own.db"), "mine");
        LayOut(Two());
        File.WriteAllText(At("beside.db"), "mine");
        LayOut(Samples.Content(("compose.yaml", "a")));
        Assert.Equal("mine", File.ReadAllText(At("conf/own.db")));
        Assert.Equal("mine", File.ReadAllText(At("beside.db")));
        Assert.False(File.Exists(At("conf/b.txt")));
        Assert.IsType<LayoutResult.Done>(_layout.Remove(Scope, "web"));
        Assert.Equal("mine", File.ReadAllText(At("conf/own.db")));
        Assert.False(File.Exists(At("compose.yaml")));
    }

    [Fact]
    public void An_empty_directory_that_was_there_before_stays()
    {
        Directory.CreateDirectory(At("conf"));
        LayOut(Two());
        LayOut(Samples.Content(("compose.yaml", "a")));
        Assert.True(Directory.Exists(At("conf")));
    }

    [Fact]
    public void A_file_that_went_from_Git_but_was_changed_here_stays()
    {
        LayOut(Two());
        File.WriteAllText(At("conf/b.txt"), "worked on");
        LayOut(Samples.Content(("compose.yaml", "a")));
        Assert.Equal("worked on", File.ReadAllText(At("conf/b.txt")));
    }

    [Fact]
    public void A_users_file_that_Git_has_now_too_is_put_aside()
    {
        Directory.CreateDirectory(At("conf"));
        File.WriteAllText(At("conf/b.txt"), "the user's");
        LayOut(Two());
        Assert.Equal("b", File.ReadAllText(At("conf/b.txt")));
        Assert.Equal("the user's", File.ReadAllText(At("conf/b.txt.before-plumb")));
    }

    [Fact]
    public void The_empty_directory_that_the_engine_made_for_a_missing_file_gives_way()
    {
        Directory.CreateDirectory(At("conf/b.txt"));
        LayOut(Two());
        Assert.Equal("b", File.ReadAllText(At("conf/b.txt")));
    }

    [Fact]
    public void A_directory_with_files_in_it_does_not_and_the_error_says_what_to_do()
    {
        Directory.CreateDirectory(At("conf/b.txt"));
        File.WriteAllText(At("conf/b.txt/data"), "mine");
        Assert.Contains("Move the directory away", Assert.IsType<LayoutResult.Failed>(LayOut(Two())).Error, StringComparison.Ordinal);
        Assert.Null(Look().Checksum);
        Assert.Equal("mine", File.ReadAllText(At("conf/b.txt/data")));
    }

    [Fact]
    public void Containers_that_hold_older_bytes_are_known_until_they_are_gone()
    {
        LayOut(Two());
        LayOut(Two(b: "new"), new StaleMount("c1", "conf/b.txt"), new StaleMount("c1", "compose.yaml"), new StaleMount("gone", "conf/b.txt"));
        Assert.Equal([new StaleMount("c1", "conf/b.txt")], Look().Stale);
        _layout = Fresh();
        Assert.Equal([new StaleMount("c1", "conf/b.txt")], Look().Stale);
        Assert.Empty(_layout.Look(Scope, "web", new HashSet<string>()).Stale);
    }

    [Fact]
    public void Who_holds_an_older_file_is_still_known_when_the_next_content_is_written()
    {
        LayOut(Two());
        LayOut(Two(b: "new"), new StaleMount("c1", "conf/b.txt"));
        LayOut(Two(a: "other", b: "new"), new StaleMount("c2", "compose.yaml"));
        Assert.Equal([new StaleMount("c1", "conf/b.txt"), new StaleMount("c2", "compose.yaml")], Look().Stale);
    }

    [Fact]
    public void Two_stacks_one_within_the_other_do_not_share_files()
    {
        LayOut(Samples.Content(("compose.yaml", "outer"), ("sub/compose.yaml", "outer's view")));
        _layout.LayOut(Scope, "web/sub", Samples.Content(("compose.yaml", "inner")), []);
        Assert.Equal("outer's view", File.ReadAllText(At("sub/compose.yaml")));
        Assert.Equal("inner", File.ReadAllText(_directory.At("stacks", "source+infra", "web+sub", "compose.yaml")));
        Assert.Empty(Look().Changed);
    }

    [Fact]
    public void The_record_is_ours_alone()
    {
        LayOut(Two());
        var record = _directory.At("stacks", ".plumb", "source+infra", "web.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(record));
    }

    [Fact]
    public void A_damaged_record_loses_nothing()
    {
        LayOut(Two());
        File.WriteAllText(_directory.At("stacks", ".plumb", "source+infra", "web.json"), "{\"checks");
        _layout = Fresh();
        Assert.Null(Look().Checksum);
        LayOut(Samples.Content(("compose.yaml", "a")));
        Assert.Equal("b", File.ReadAllText(At("conf/b.txt")));
    }
}
