using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Layout;

/// <summary>
/// Writes stacks' tracked files to their stable places, in place, file by file, and tells what became of them there. What Git does not track
/// is never touched. One caller for each stack at a time.
/// </summary>
public sealed class StackLayout(StackPlaces places, Failpoints failpoints)
{
    private readonly LayoutRecords _records = new();

    /// <summary>What lies at a stack's place, against what was written. Costs a system call for each file.</summary>
    /// <param name="scope">The stack's scope.</param>
    /// <param name="path">The stack's path.</param>
    /// <param name="containers">Ids of all containers that the project has: what others held, nobody holds any more.</param>
    /// <exception cref="IOException">The place cannot be looked at.</exception>
    public LayoutSeen Look(string scope, string path, IReadOnlySet<string> containers)
    {
        ArgumentNullException.ThrowIfNull(containers);
        var place = places.Of(scope, path);
        var record = _records.At(place);
        if (record.Checksum is null && record.Stale.Count == 0)
        {
            return LayoutSeen.None;
        }

        var stale = record.Stale.Count == 0 ? record.Stale : [.. record.Stale.Where(s => containers.Contains(s.ContainerId))];
        List<string>? changed = null;
        LaidFile[]? renewed = null;
        if (record.Checksum is not null)
        {
            var files = new PlaceFiles(place);
            for (var i = 0; i < record.Files.Count; i++)
            {
                var file = record.Files[i];
                var mark = FileMark.Of(file.Place);
                if (mark is not null && mark == file.Mark)
                {
                    continue;
                }

                if (mark is null || !files.Is(file.Place, file.Mode, file.Blob))
                {
                    (changed ??= []).Add(file.Path);
                    continue;
                }

                // The same bytes with another time or inode: from now on this is how it looks.
                (renewed ??= [.. record.Files])[i] = file with { Mark = mark };
            }
        }

        if (renewed is not null || stale.Count != record.Stale.Count)
        {
            _records.Remember(place, record, record with { Files = renewed ?? record.Files, Stale = stale });
        }

        return new LayoutSeen { Checksum = record.Checksum, Changed = changed ?? (IReadOnlyList<string>)[], Stale = stale };
    }

    /// <summary>Makes the place hold exactly these tracked files, whatever a killed process left there.</summary>
    /// <param name="scope">The stack's scope.</param>
    /// <param name="path">The stack's path.</param>
    /// <param name="content">All tracked files.</param>
    /// <param name="mounts">Which container mounts which content path now; those whose file is written are noted before it is.</param>
    /// <param name="project">The Compose project, remembered for when nobody desires it any more.</param>
    public LayoutResult LayOut(string scope, string path, StackContent content, IReadOnlyList<StaleMount> mounts, string? project = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(mounts);
        var place = places.Of(scope, path);
        try
        {
            return new LayoutWriting(place, _records, failpoints).Run(content, mounts, project);
        }
        catch (DiskFullException full)
        {
            return new LayoutResult.Failed(full.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UntrustedPathException)
        {
            return new LayoutResult.Failed($"Writing the stack's files to {place.Directory} failed: {error.Message}");
        }
    }

    /// <summary>The Compose project that content was last written for; null: none, or it was not said.</summary>
    /// <exception cref="IOException">The place cannot be looked at.</exception>
    public string? ProjectOf(string scope, string path) => _records.At(places.Of(scope, path)).Project;

    /// <summary>Takes away what we wrote for a stack that is gone, as far as it still is what we wrote. Users' files stay.</summary>
    public LayoutResult Remove(string scope, string path) => LayOut(scope, path, new StackContent(".", []), []) switch
    {
        LayoutResult.Done done => Forget(places.Of(scope, path), done),
        var failed => failed,
    };

    private LayoutResult.Done Forget(StackPlace place, LayoutResult.Done done)
    {
        foreach (var directory in (string[])[place.Directory, place.Beside])
        {
            if (Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any())
            {
                Directory.Delete(directory);
            }
        }

        _records.Delete(place);
        return done;
    }
}
