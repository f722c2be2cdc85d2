using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Plumb.Platform.Paths;

namespace Plumb.Agent.State;

/// <summary>Small facts, one file each, named by the hash of their key. A written fact survives a power cut.</summary>
/// <remarks>A file that cannot be read is set aside and said so: this state may be lost, and must not stop a start.</remarks>
internal sealed partial class KeyedFiles<T>(string directory, JsonTypeInfo<T> json, Func<T, string> keyOf, ILogger log)
    where T : class
{
    public IReadOnlyList<T> Load()
    {
        if (!Directory.Exists(directory))
            return [];
        var found = new List<T>();
        foreach (var file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                if (JsonSerializer.Deserialize(File.ReadAllBytes(file), json) is { } fact)
                    found.Add(fact);
            }
            catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
            {
                LogUnreadable(log, unreadable, file);
                SetAside(file);
            }
        }

        return found;
    }

    /// <exception cref="IOException">The disk is full or the directory cannot be written.</exception>
    public void Save(T fact)
    {
        PrivateDirectory.Ensure(directory);
        AtomicFile.Write(PathOf(keyOf(fact)), JsonSerializer.SerializeToUtf8Bytes(fact, json), PrivateDirectory.FileMode);
    }

    /// <exception cref="IOException">The directory cannot be written.</exception>
    public void Delete(string key)
    {
        if (Directory.Exists(directory))
            File.Delete(PathOf(key));
    }

    private string PathOf(string key) =>
        Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)) + ".json");

    private void SetAside(string file)
    {
        try
        {
            File.Move(file, file + ".unreadable", overwrite: true);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(log, stuck, file);
        }
    }

    [LoggerMessage(EventId = 3101, EventName = "state.unreadable", Level = LogLevel.Warning,
        Message = "Could not read {File}; it is set aside and what it held is found out anew")]
    private static partial void LogUnreadable(ILogger log, Exception error, string file);
}
