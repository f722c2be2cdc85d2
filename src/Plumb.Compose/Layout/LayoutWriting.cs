using Plumb.Compose.Model;
using Plumb.Compose.Render;
using Plumb.Contracts.Targets;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Layout;

/// <summary>
/// One writing of content to its place. Order is everything: first the journal says what is ours and who will hold old bytes, then
/// files are replaced one by one, then what went is deleted, and last the record says that all of it is there. Killed anywhere, the next
/// writing goes on from the journal.
/// </summary>
internal sealed class LayoutWriting(StackPlace place, LayoutRecords records, Failpoints failpoints)
{
    private readonly PlaceFiles _files = new(place);

    public LayoutResult Run(StackContent content, IReadOnlyList<StaleMount> mounts, string? project)
    {
        if (ContentRules.Broken(content) is { } broken)
        {
            return new LayoutResult.Failed($"{broken.File}: {broken.Message} ({broken.Rule})");
        }

        var known = records.At(place);
        var before = known with { Project = project ?? known.Project };
        var files = before.Files.ToLookup(f => f.Place, StringComparer.Ordinal);
        var wanted = content.Files.Select(f => new Wanted(f, place.PathOf(content.Root, f.Path), StackContent.BlobIdOf(f.Bytes))).ToList();
        var due = wanted.Where(w => !IsThere(w, files)).ToList();
        var gone = before.Files.Where(f => !wanted.Exists(w => w.Place == f.Place)).ToList();
        if (due.Count == 0 && gone.Count == 0 && before.Checksum is not null)
        {
            Finish(content, wanted, known, before, before.Directories, before.Stale);
            return new LayoutResult.Done(0, 0);
        }

        var rewritten = due.Select(d => d.File.Path).Concat(gone.Select(g => g.Path)).ToHashSet(StringComparer.Ordinal);
        var stale = before.Stale.Concat(mounts.Where(m => rewritten.Contains(m.Path))).Distinct().ToList();

        failpoints.Reach(LayoutFailpoints.BeforeJournal);
        var journal = before with { Checksum = null, Root = content.Root, Files = [.. gone, .. wanted.Select(w => w.Laid(mark: null)), .. Replaced(files, due)], Stale = stale };
        records.Write(place, journal);
        failpoints.Reach(LayoutFailpoints.AfterJournal);

        var made = before.Directories.ToList();
        foreach (var (file, at, _) in due)
        {
            _files.Write(at, file, files.Contains(at), made);
            failpoints.Reach(LayoutFailpoints.AfterFile);
        }

        failpoints.Reach(LayoutFailpoints.BeforeDelete);
        gone.ForEach(_files.DeleteOurs);
        var left = made.Distinct(StringComparer.Ordinal).OrderByDescending(d => d.Length).Where(d => !_files.DeleteEmptyDirectory(d)).ToList();
        failpoints.Reach(LayoutFailpoints.AfterDelete);

        Finish(content, wanted, known: null, journal, left, stale);
        return new LayoutResult.Done(due.Count, gone.Count);
    }

    /// <summary>What a file was before it is replaced is ours as well: if it is gone from Git by the time we come back, it may be deleted.</summary>
    private static IEnumerable<LaidFile> Replaced(ILookup<string, LaidFile> known, IEnumerable<Wanted> due) =>
        due.SelectMany(d => known[d.Place].Where(old => old.Blob != d.Blob || old.Mode != d.File.Mode)).Select(old => old with { Mark = null });

    private bool IsThere(Wanted wanted, ILookup<string, LaidFile> known)
    {
        var same = known[wanted.Place].FirstOrDefault(old => old.Mark is not null && old.Blob == wanted.Blob && old.Mode == wanted.File.Mode);
        return (same is not null && FileMark.Of(wanted.Place) == same.Mark) || _files.Is(wanted.Place, wanted.File.Mode, wanted.Blob);
    }

    private void Finish(
        StackContent content, List<Wanted> wanted, LayoutRecord? known, LayoutRecord before, IReadOnlyList<string> directories, IReadOnlyList<StaleMount> stale)
    {
        var record = new LayoutRecord
        {
            Checksum = content.Checksum(),
            Project = before.Project,
            Root = content.Root,
            Files = [.. wanted.Select(w => w.Laid(FileMark.Of(w.Place)))],
            Directories = directories,
            Stale = stale,
        };
        if (known is not null && known.Checksum == record.Checksum && known.Project == record.Project && known.Files.SequenceEqual(record.Files))
        {
            return;
        }

        failpoints.Reach(LayoutFailpoints.BeforeRecord);
        records.Write(place, record);
        failpoints.Reach(LayoutFailpoints.AfterRecord);
    }

    /// <param name="File">As Git has it.</param>
    /// <param name="Place">Absolute path.</param>
    /// <param name="Blob">Id of its bytes.</param>
    private sealed record Wanted(ContentFile File, string Place, string Blob)
    {
        public LaidFile Laid(FileMark? mark) => new(File.Path, Place, File.Mode, Blob, mark);
    }
}
