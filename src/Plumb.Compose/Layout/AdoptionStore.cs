using System.Text.Json.Serialization;
using Plumb.Compose.Model;

namespace Plumb.Compose.Layout;

/// <summary>Which running projects were taken over, and what of them is ours though no label says so. Durable; safe for many callers at once.</summary>
public sealed class AdoptionStore
{
    private readonly RecordFiles<AdoptionRecord> _files;

    /// <param name="directory">Absolute: this store's alone, such as <c>&lt;data&gt;/work/adopted</c>. Read once, now.</param>
    /// <exception cref="IOException">A record cannot be read.</exception>
    public AdoptionStore(string directory) => _files = new(directory, AdoptionJson.Default.AdoptionRecord, static record => record.Project);

    public IReadOnlyCollection<AdoptionRecord> All => _files.All;

    /// <summary>Null: the project was never adopted. A damaged record is none: the project is not ours then, which is held by name and harms nothing.</summary>
    public AdoptionRecord? Find(string project) => _files.Find(project);

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="IOException">It could not be written; nothing changed.</exception>
    public void Save(AdoptionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _files.Save(record);
    }

    /// <summary>The project is gone, or given up.</summary>
    public void Remove(string project) => _files.Remove(project);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AdoptionRecord))]
internal sealed partial class AdoptionJson : JsonSerializerContext;
