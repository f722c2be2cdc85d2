using System.Text.Json;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Platform.Failpoints;

namespace Plumb.Compose.Tests.Layout;

/// <summary>Killed at any step of writing content, and then desired anything at all: it ends as if it had never been killed.</summary>
public sealed class LayoutCrashTests : IDisposable
{
    private static readonly StackContent Old = Samples.Content(("compose.yaml", "old"), ("kept", "k"), ("gone/x", "x"), ("conf/b.txt", "b"));
    private static readonly StackContent New = Samples.Content(("compose.yaml", "new"), ("kept", "k"), ("fresh/y", "y"), ("conf/b.txt", "b2"));
    private readonly TempDir _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Every failpoint, and the ones that are reached more than once at each time.</summary>
    public static TheoryData<string> Points =>
        [.. LayoutFailpoints.All.Select(p => p.Name), .. Enumerable.Range(2, 2).Select(n => $"{LayoutFailpoints.AfterFile.Name}:{n}")];

    private string At(string path) => _directory.At("stacks", "source+infra", "web", path);

    private StackLayout Fresh() => new(new StackPlaces(_directory.At("stacks")), Failpoints.None);

    private async Task KilledAsync(string armed)
    {
        Assert.IsType<LayoutResult.Done>(Fresh().LayOut("source/infra", "web", Old, []));
        File.WriteAllText(At("conf/own.db"), "mine");
        var request = new CrashProgram.LayoutRequest(New, [new StaleMount("c1", "conf/b.txt"), new StaleMount("c1", "kept")]);
        var path = _directory.Write("request.json", JsonSerializer.Serialize(request));
        Assert.True(await CrashProgram.IsKilledAsync("layout", _directory.At("stacks"), path, armed));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task The_next_writing_goes_on_and_who_holds_old_bytes_is_known(string armed)
    {
        await KilledAsync(armed);
        var layout = Fresh();
        var living = new HashSet<string> { "c1" };
        var isOld = File.ReadAllText(At("conf/b.txt")) == "b";
        Assert.True(isOld || layout.Look("source/infra", "web", living).Stale.Contains(new StaleMount("c1", "conf/b.txt")));

        Assert.IsType<LayoutResult.Done>(layout.LayOut("source/infra", "web", New, [new StaleMount("c1", "conf/b.txt")]));
        Assert.Equal(("new", "b2", "y", "mine"), (Read("compose.yaml"), Read("conf/b.txt"), Read("fresh/y"), Read("conf/own.db")));
        Assert.False(Directory.Exists(At("gone")));
        var seen = Fresh().Look("source/infra", "web", living);
        Assert.Equal(New.Checksum(), seen.Checksum);
        Assert.Empty(seen.Changed);
        Assert.Equal([new StaleMount("c1", "conf/b.txt")], seen.Stale);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task The_older_content_desired_again_leaves_nothing_of_the_newer(string armed)
    {
        await KilledAsync(armed);
        Assert.IsType<LayoutResult.Done>(Fresh().LayOut("source/infra", "web", Old, []));
        Assert.Equal(("old", "b", "x", "mine"), (Read("compose.yaml"), Read("conf/b.txt"), Read("gone/x"), Read("conf/own.db")));
        Assert.False(File.Exists(At("fresh/y")));
        var seen = Fresh().Look("source/infra", "web", new HashSet<string>());
        Assert.Equal(Old.Checksum(), seen.Checksum);
        Assert.Empty(seen.Changed);
    }

    private string Read(string path) => File.ReadAllText(At(path));
}
