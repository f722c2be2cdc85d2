using System.Text.Json.Serialization;
using Plumb.Compose.Model;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Layout;

/// <summary>What was written at a stack's place, and what is being written: the journal and the list of what is ours there.</summary>
internal sealed record LayoutRecord
{
    /// <summary>Of the content that lies there whole; null: none does, or one is being written.</summary>
    public string? Checksum { get; init; }

    /// <summary>The Compose project that it was written for; null: not said.</summary>
    public string? Project { get; init; }

    /// <summary>The stack's directory within the content.</summary>
    public string Root { get; init; } = ".";

    /// <summary>Every file that we wrote or are about to write.</summary>
    public IReadOnlyList<LaidFile> Files { get; init; } = [];

    /// <summary>Directories that we made, absolute: they go when they are empty and nothing of ours is in them.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>Containers that hold older bytes of a file.</summary>
    public IReadOnlyList<StaleMount> Stale { get; init; } = [];
}

/// <param name="Path">The content path.</param>
/// <param name="Place">Absolute path on this host.</param>
/// <param name="Mode">Git's.</param>
/// <param name="Blob">Git's id of the bytes, worked out here: 40 hex digits.</param>
/// <param name="Mark">How the file looked after it was written; null: it may not be written yet.</param>
internal sealed record LaidFile(string Path, string Place, string Mode, string Blob, FileMark? Mark);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LayoutRecord))]
internal sealed partial class LayoutJson : JsonSerializerContext;
