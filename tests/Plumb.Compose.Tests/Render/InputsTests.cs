namespace Plumb.Compose.Tests.Render;

/// <summary>Which change makes which service's containers be made anew, and nothing else.</summary>
public sealed class InputsTests
{
    private const string Model = """
        services:
          web: { image: plumb/web:1, volumes: ["./conf:/conf"], configs: [c], networks: [front], depends_on: [db], deploy: { replicas: 2 } }
          db: { image: busybox, volumes: ["data:/data", "./db.conf:/etc/db.conf"] }
          app: { build: { context: ./app } }
          all: { image: busybox, volumes: [".:/all"] }
        configs: { c: { file: ./c.txt } }
        networks: { front: { driver_opts: { a: b } } }
        volumes: { data: { driver_opts: { type: tmpfs } } }
        """;

    private static readonly (string Path, string Text)[] Files =
    [
        ("compose.yaml", Model), ("conf/a.txt", "a"), ("conf/deep/b.txt", "b"), ("db.conf", "d"), ("c.txt", "c"), ("app/Dockerfile", "FROM busybox"), ("app/src/x", "x"), ("README.md", "r"),
        ("plumb.stack.yaml", "health: { timeout: 1m }"),
    ];

    private static Task<Model.RenderedStack> RenderAsync(params (string Path, string Text)[] changed) => Samples.RenderAsync(Samples.Content(
        [.. Files.Where(f => !changed.Any(c => c.Path == f.Path)), .. changed.Where(c => c.Text.Length > 0)]));

    private static async Task<(string Services, bool Hash)> ChangedByAsync(params (string Path, string Text)[] changed)
    {
        var before = await RenderAsync();
        var after = await RenderAsync(changed);
        var services = after.Services.Values.Where(s => before.Services[s.Name].InputsHash != s.InputsHash).Select(s => s.Name).Order(StringComparer.Ordinal);
        return (string.Join(' ', services), before.ComposeHash != after.ComposeHash);
    }

    [Theory]
    [InlineData("conf/a.txt", "other", "all web")]
    [InlineData("conf/new.txt", "new", "all web")]
    [InlineData("conf/deep/b.txt", "", "all web")]
    [InlineData("db.conf", "other", "all db")]
    [InlineData("c.txt", "other", "all web")]
    [InlineData("app/src/x", "other", "all app")]
    [InlineData("README.md", "other", "all")]
    public async Task Content_counts_for_exactly_who_mounts_or_builds_it(string path, string text, string services) =>
        Assert.Equal((services, true), await ChangedByAsync((path, text)));

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("plumb.stack.yaml")]
    public async Task A_comment_counts_for_nobody_even_where_the_whole_directory_is_mounted(string file) =>
        Assert.Equal(("", false), await ChangedByAsync((file, Files.Single(f => f.Path == file).Text + "\n# a comment\n")));

    [Theory]
    [InlineData("replicas: 2", "replicas: 3", "")]
    [InlineData("depends_on: [db]", "depends_on: [db, app]", "")]
    [InlineData("driver_opts: { a: b }", "driver_opts: { a: c }", "web")]
    [InlineData("driver_opts: { type: tmpfs }", "driver_opts: { type: other }", "")]
    [InlineData("volumes: { data: {", "volumes: { data: { name: other,", "db")]
    [InlineData("plumb/web:1", "plumb/web:2", "web")]
    public async Task A_change_of_the_model_counts_for_exactly_whose_containers_it_is_in(string old, string now, string services) =>
        Assert.Equal((services, true), await ChangedByAsync(("compose.yaml", Model.Replace(old, now, StringComparison.Ordinal))));

    [Fact]
    public async Task A_mode_counts_like_content()
    {
        var before = await RenderAsync();
        var content = Samples.Content(Files);
        var executable = content with { Files = [.. content.Files.Select(f => f.Path == "db.conf" ? f with { Mode = "100755" } : f)] };
        var after = await Samples.RenderAsync(executable);
        Assert.NotEqual(before.Services["db"].InputsHash, after.Services["db"].InputsHash);
        Assert.Equal(before.Services["web"].InputsHash, after.Services["web"].InputsHash);
    }

    [Fact]
    public async Task The_same_stack_seen_from_another_root_is_the_same()
    {
        var here = await RenderAsync();
        var there = await Samples.RenderAsync(Samples.ContentAt("deep/web", [.. Files.Select(f => ("deep/web/" + f.Path, f.Text))]), path: "web");
        Assert.Equal(here.ComposeHash, there.ComposeHash);
        Assert.Equal(here.Services["web"].InputsHash, there.Services["web"].InputsHash);
    }
}
