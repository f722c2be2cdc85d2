using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Compose.Model;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Layout;

/// <summary>Which running projects were taken over, and what of them is ours though no label says so. Durable; safe for many callers at once.</summary>
public sealed class AdoptionStore
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _directory;
    private readonly ConcurrentDictionary<string, AdoptionRecord> _records;

    /// <param name="directory">Absolute: this store's alone, such as <c>&lt;data&gt;/state/adopted</c>. Read once, now.</param>
    /// <exception cref="IOException">A record cannot be read.</exception>
    public AdoptionStore(string directory)
    {
        _directory = directory;
        _records = new ConcurrentDictionary<string, AdoptionRecord>(
            Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.json").Select(Read).OfType<AdoptionRecord>().ToDictionary(r => r.Project, StringComparer.Ordinal) : [],
            StringComparer.Ordinal);
    }

    /// <summary>Null: the project was never adopted.</summary>
    public AdoptionRecord? Find(string project) => _records.GetValueOrDefault(project);

    public IReadOnlyCollection<AdoptionRecord> All => [.. _records.Values];

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="IOException">It could not be written; nothing changed.</exception>
    public void Save(AdoptionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Directory.CreateDirectory(_directory, Private | UnixFileMode.UserExecute);
        AtomicFile.Write(PathOf(record.Project), JsonSerializer.SerializeToUtf8Bytes(record, AdoptionJson.Default.AdoptionRecord), Private);
        _records[record.Project] = record;
    }

    /// <summary>The project is gone, or given up.</summary>
    public void Remove(string project)
    {
        if (_records.TryRemove(project, out _))
        {
            File.Delete(PathOf(project));
        }
    }

    private string PathOf(string project) => $"{_directory}/{StackPlaces.NameOf(project)}.json";

    private static AdoptionRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), AdoptionJson.Default.AdoptionRecord);
        }
        catch (JsonException)
        {
            // A damaged record is none: the project is not ours then, which is held by name and harms nothing.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AdoptionRecord))]
internal sealed partial class AdoptionJson : JsonSerializerContext;
