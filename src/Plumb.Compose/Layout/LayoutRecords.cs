using System.Collections.Concurrent;
using System.Text.Json;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Layout;

/// <summary>The records of all places, on disk and in memory: a look reads none of them twice. Only we may read them.</summary>
internal sealed class LayoutRecords
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ConcurrentDictionary<string, LayoutRecord> _known = new(StringComparer.Ordinal);

    /// <summary>An empty record where nothing was written yet, or where the record is damaged: then everything is compared anew.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public LayoutRecord At(StackPlace place) => _known.GetOrAdd(place.Record, Read);

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="IOException">It could not be written; the old one stays.</exception>
    public void Write(StackPlace place, LayoutRecord record)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place.Record)!, Private | UnixFileMode.UserExecute);
        AtomicFile.Write(place.Record, JsonSerializer.SerializeToUtf8Bytes(record, LayoutJson.Default.LayoutRecord), Private);
        _known[place.Record] = record;
    }

    /// <summary>What was learned without anything having been changed on disk: needs not outlive the process.</summary>
    /// <param name="place">Whose.</param>
    /// <param name="known">The record that it was learned from: a newer one is not replaced.</param>
    /// <param name="record">With what was learned.</param>
    public void Remember(StackPlace place, LayoutRecord known, LayoutRecord record) => _known.TryUpdate(place.Record, record, known);

    public void Delete(StackPlace place)
    {
        File.Delete(place.Record);
        _known.TryRemove(place.Record, out _);
    }

    private static LayoutRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), LayoutJson.Default.LayoutRecord) ?? new LayoutRecord();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // Without a record nothing is known to be ours: files are compared by their bytes and none is deleted.
            return new LayoutRecord();
        }
    }
}
