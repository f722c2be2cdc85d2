using System.Text;
using Plumb.Compose.Layout;
using Plumb.Compose.Render;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Tests;

/// <summary>Stacks made for tests.</summary>
public static class Samples
{
    public const string Places = "/var/lib/plumb/work/stacks";

    public static StackContent Content(params (string Path, string Text)[] files) => ContentAt(".", files);

    public static StackContent ContentAt(string root, params (string Path, string Text)[] files) => new(
        root,
        [.. files.Select(f => File(f.Path, f.Text)).OrderBy(f => f.Path, StringComparer.Ordinal)]);

    public static ContentFile File(string path, string text, string mode = "100644")
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new ContentFile(path, mode, StackContent.BlobIdOf(bytes), bytes);
    }

    public static TargetStack Stack(StackContent content, string path = "web", StackSettings? settings = null) => new()
    {
        Id = "id-" + path,
        Name = path,
        Scope = "source/infra",
        Path = path,
        Driver = "compose",
        Sequence = 1,
        Checksum = content.Checksum(),
        ComposeFile = "compose.yaml",
        Settings = settings ?? new StackSettings(),
        DriftPolicy = DriftPolicy.Revert,
        ChangePolicy = ChangePolicy.Auto,
        RemoveEnabled = false,
    };

    /// <summary>A renderer with the Compose of a version, whose stacks lie at a place that does not exist.</summary>
    public static async Task<StackRenderer> RendererAsync(TempDir directory, string version = RealCompose.Newer, string places = Places) =>
        new(await World.ComposeAsync(version), new StackPlaces(places), directory.At("staging"));

    public static async Task<Model.RenderedStack> RenderAsync(StackContent content, StackSettings? settings = null, string version = RealCompose.Newer, string path = "web")
    {
        using var directory = new TempDir();
        var renderer = await RendererAsync(directory, version);
        return Rendered(await renderer.RenderAsync(Stack(content, path, settings), content, default));
    }

    public static Model.RenderedStack Rendered(RenderOutcome outcome) =>
        outcome is RenderOutcome.Rendered ok ? ok.Stack : throw new InvalidOperationException(outcome.ToString());
}
