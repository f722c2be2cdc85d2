using System.Security.Cryptography;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>
/// A private directory (0700, a name that nobody foresees) with a stack's content, only for rendering; gone afterwards.
/// The content lies some levels deep, so that a path that leads out of it is still recognized as one that does.
/// </summary>
internal sealed class ContentStaging : IDisposable
{
    /// <summary>Levels between <see cref="Top"/> and the content's root.</summary>
    public const int Levels = 12;

    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly string Depth = string.Join('/', Enumerable.Repeat("u", Levels));

    private ContentStaging(string top)
    {
        Top = top;
        Root = $"{top}/{Depth}";
    }

    /// <summary>Absolute; everything of it lies below.</summary>
    public string Top { get; }

    /// <summary>Absolute; the content's root.</summary>
    public string Root { get; }

    /// <summary>Writes the content. It has passed <see cref="ContentRules"/>.</summary>
    /// <exception cref="IOException">The disk is full, or refuses.</exception>
    public static ContentStaging Write(string parent, StackContent content)
    {
        Directory.CreateDirectory(parent, OnlyUs);
        var staging = new ContentStaging($"{parent}/{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        try
        {
            Directory.CreateDirectory(staging.Top, OnlyUs);
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

    /// <summary>Removes what a process that was killed left behind. Only before the first <see cref="Write"/>.</summary>
    public static void Sweep(string parent)
    {
        if (Directory.Exists(parent))
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    public string PathOf(string contentPath) => contentPath == "." ? Root : $"{Root}/{contentPath}";

    public void Dispose()
    {
        if (Directory.Exists(Top))
        {
            Directory.Delete(Top, recursive: true);
        }
    }
}
