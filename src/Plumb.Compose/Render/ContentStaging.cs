using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>
/// A private directory (0700, a name that nobody foresees) with a stack's content, only for rendering; the content is gone afterwards.
/// It lies some levels deep, so that a path that leads out of it is still recognized as one that does.
/// </summary>
internal sealed class ContentStaging : IDisposable
{
    /// <summary>Levels between <see cref="Top"/> and the content's root.</summary>
    public const int Levels = 12;

    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly string Depth = string.Join('/', Enumerable.Repeat("u", Levels));

    private readonly StagingPlaces _places;

    private ContentStaging(StagingPlaces places)
    {
        _places = places;
        Top = places.Take();
        Root = $"{Top}/{Depth}";
    }

    /// <summary>Absolute; everything of it lies below.</summary>
    public string Top { get; }

    /// <summary>Absolute; the content's root.</summary>
    public string Root { get; }

    /// <summary>Writes the content. It has passed <see cref="ContentRules"/>.</summary>
    /// <exception cref="IOException">The disk is full, or refuses.</exception>
    public static ContentStaging Write(StagingPlaces places, StackContent content)
    {
        var staging = new ContentStaging(places);
        try
        {
            Directory.CreateDirectory(staging.PathOf(content.Root), OnlyUs);
            foreach (var file in content.Files)
            {
                var path = staging.PathOf(file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!, OnlyUs);
                File.WriteAllBytes(path, file.Bytes);
            }

            return staging;
        }
        catch
        {
            staging.Dispose();
            throw;
        }
    }

    public string PathOf(string contentPath) => contentPath == "." ? Root : $"{Root}/{contentPath}";

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }

        _places.GiveBack(Top);
    }
}
