using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Layout;

/// <summary>Records, one file each, by a key of theirs. Durable; safe for many callers at once.</summary>
internal sealed class RecordFiles<T>
    where T : class
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _directory;
    private readonly JsonTypeInfo<T> _type;
    private readonly Func<T, string> _keyOf;
    private readonly ConcurrentDictionary<string, T> _records;

    /// <exception cref="IOException">A record cannot be read.</exception>
    public RecordFiles(string directory, JsonTypeInfo<T> type, Func<T, string> keyOf)
    {
        (_directory, _type, _keyOf) = (directory, type, keyOf);
        _records = new(
            Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.json").Select(Read).OfType<T>().ToDictionary(keyOf, StringComparer.Ordinal) : [],
            StringComparer.Ordinal);
    }

    public IReadOnlyCollection<T> All => [.. _records.Values];

    public T? Find(string key) => _records.GetValueOrDefault(key);

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="IOException">It could not be written; nothing changed.</exception>
    public void Save(T record)
    {
        Directory.CreateDirectory(_directory, Private | UnixFileMode.UserExecute);
        AtomicFile.Write(PathOf(_keyOf(record)), JsonSerializer.SerializeToUtf8Bytes(record, _type), Private);
        _records[_keyOf(record)] = record;
    }

    public void Remove(string key)
    {
        if (_records.TryRemove(key, out _))
        {
            File.Delete(PathOf(key));
        }
    }

    private string PathOf(string key) => $"{_directory}/{StackPlaces.NameOf(key)}.json";

    private T? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), _type);
        }
        catch (JsonException)
        {
            // A damaged record is none; each of its users errs on the safe side without it.
            return null;
        }
    }
}
