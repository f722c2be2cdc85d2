using System.Text.Json;
using Microsoft.Extensions.Logging;
using Plumb.Agent.Link;
using Plumb.Contracts.Json;
using Plumb.Contracts.Targets;
using Plumb.Platform.Paths;

namespace Plumb.Agent.State;

/// <summary>Stack contents by checksum. What is read from disk is checked as strictly as what came over the wire.</summary>
internal sealed partial class ContentCache(AgentPaths paths, ILogger<ContentCache> log)
{
    /// <summary>Null when it is not there or not what its name says; a damaged file is dropped.</summary>
    public StackContent? Find(string checksum)
    {
        var file = PathOf(checksum);
        try
        {
            if (!File.Exists(file))
                return null;
            var content = JsonSerializer.Deserialize(File.ReadAllBytes(file), PlumbJson.Default.StackContent);
            var wrong = content is null ? "it is empty" : ContentCheck.Why(content, checksum);
            if (wrong is null)
                return content;
            LogDamaged(log, file, wrong);
            File.Delete(file);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            LogDamaged(log, file, unreadable.Message);
        }

        return null;
    }

    public bool Has(string checksum) => File.Exists(PathOf(checksum));

    /// <summary>Not flushed: what a power cut takes is seen to be damaged, and fetched again.</summary>
    /// <exception cref="IOException">The disk is full or the directory cannot be written.</exception>
    public void Save(string checksum, StackContent content)
    {
        PrivateDirectory.Ensure(paths.Content);
        AtomicFile.Write(PathOf(checksum), JsonSerializer.SerializeToUtf8Bytes(content, PlumbJson.Default.StackContent), PrivateDirectory.FileMode, flush: false);
    }

    /// <summary>Drops every content that is not among these.</summary>
    public void Keep(IReadOnlySet<string> checksums)
    {
        if (!Directory.Exists(paths.Content))
            return;
        try
        {
            foreach (var file in Directory.EnumerateFiles(paths.Content, "*.json"))
            {
                if (!checksums.Contains(Path.GetFileNameWithoutExtension(file)))
                    File.Delete(file);
            }
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            LogStuck(log, stuck, paths.Content);
        }
    }

    // A checksum names a file: anything but 64 hex digits never reaches the disk.
    private string PathOf(string checksum) => checksum.Length == 64 && checksum.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(paths.Content, checksum + ".json")
        : throw new ArgumentException($"'{checksum}' is not a checksum: 64 lower-case hex digits are.", nameof(checksum));

    [LoggerMessage(EventId = 3105, EventName = "state.content.stuck", Level = LogLevel.Warning,
        Message = "Could not drop contents in {Directory} that nothing needs any more; tried again with the next target state")]
    private static partial void LogStuck(ILogger log, Exception error, string directory);

    [LoggerMessage(EventId = 3103, EventName = "state.content.damaged", Level = LogLevel.Warning,
        Message = "Could not use the cached content {File}: {Why}; it is fetched again")]
    private static partial void LogDamaged(ILogger log, string file, string why);
}
