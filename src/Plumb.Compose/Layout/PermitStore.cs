using System.Text.Json.Serialization;
using Plumb.Compose.Model;

namespace Plumb.Compose.Layout;

/// <summary>Which acknowledgements are being worked off. Durable; safe for many callers at once.</summary>
public sealed class PermitStore
{
    private readonly RecordFiles<Permit> _files;

    /// <param name="directory">Absolute: this store's alone, such as <c>&lt;data&gt;/state/permits</c>. Read once, now.</param>
    /// <exception cref="IOException">A record cannot be read.</exception>
    public PermitStore(string directory) => _files = new(directory, PermitJson.Default.Permit, static permit => permit.Stack);

    /// <summary>Null: none of this stack is.</summary>
    public Permit? Find(string stack) => _files.Find(stack);

    /// <summary>Begins, unless it has begun already. Durable when it returns.</summary>
    /// <exception cref="IOException">It could not be written; nothing changed.</exception>
    public void Begin(string stack, string acknowledgement, DateTimeOffset now)
    {
        if (Find(stack)?.Acknowledgement != acknowledgement)
        {
            _files.Save(new(stack, acknowledgement, now));
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Permit))]
internal sealed partial class PermitJson : JsonSerializerContext;
