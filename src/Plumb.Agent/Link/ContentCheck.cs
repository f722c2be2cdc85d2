using System.Security.Cryptography;
using System.Text;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Link;

/// <summary>Whether content is what its checksum says, byte by byte.</summary>
internal static class ContentCheck
{
    /// <summary>Why it is not; null when it is.</summary>
    public static string? Why(StackContent content, string checksum)
    {
        if (content.Root is null || content.Files is null)
            return "it has no root or no files";
        foreach (var file in content.Files)
        {
            if (file is not { Path: not null, Mode: not null, BlobId: not null, Bytes: not null })
                return "a file of it is cut";
            if (BlobIdLike(file) != file.BlobId)
                return $"'{file.Path}' is not the bytes that its blob id {file.BlobId} names";
        }

        return string.Equals(content.Checksum(), checksum, StringComparison.Ordinal)
            ? null
            : $"its checksum is {content.Checksum()}, not {checksum}";
    }

    private static string BlobIdLike(ContentFile file)
    {
        if (file.BlobId.Length != 64)
            return StackContent.BlobIdOf(file.Bytes);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.ASCII.GetBytes($"blob {file.Bytes.Length}\0"));
        sha.AppendData(file.Bytes);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
