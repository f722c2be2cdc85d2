using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Plumb.Compose.Render;

/// <summary>Where contents are laid out for rendering. A place that was given back is used again: making and removing its levels anew for each stack costs more than the content.</summary>
internal sealed class StagingPlaces
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ConcurrentBag<string> _free = [];
    private readonly string _parent;

    /// <param name="parent">Absolute, nobody else's. What a process that was killed left in it is removed.</param>
    public StagingPlaces(string parent)
    {
        _parent = parent;
        if (Directory.Exists(parent))
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    /// <returns>A directory's absolute path, which nobody foresees and nobody else has now.</returns>
    /// <exception cref="IOException">The disk is full, or refuses.</exception>
    public string Take() => _free.TryTake(out var place) ? place : Make($"{_parent}/{RandomNumberGenerator.GetHexString(32, lowercase: true)}");

    public void GiveBack(string place) => _free.Add(place);

    private string Make(string place)
    {
        Directory.CreateDirectory(_parent, OnlyUs);
        return Directory.CreateDirectory(place, OnlyUs).FullName;
    }
}
