using System.Security.Cryptography;
using System.Text;

namespace Plumb.Contracts.Targets;

/// <summary>One tracked file of a stack.</summary>
/// <param name="Path">Relative to the content's root, <c>/</c>-separated, never leaving it.</param>
/// <param name="Mode">Git's: <c>100644</c> or <c>100755</c>.</param>
/// <param name="BlobId">Git's blob id: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits.</param>
/// <param name="Bytes">The content.</param>
public sealed record ContentFile(string Path, string Mode, string BlobId, byte[] Bytes);

/// <summary>The tracked files of one stack: its deployment object's content. <c>GET /agents/{agent}/content/{checksum}</c>.</summary>
/// <param name="Root">
/// The stack's directory relative to the content's root (<c>.</c> or such as <c>stacks/web</c>): content may reach
/// files beside the stack's directory by <c>include</c>, <c>extends</c> and <c>env_file</c>.
/// </param>
/// <param name="Files">Sorted by path, ordinal.</param>
public sealed record StackContent(string Root, IReadOnlyList<ContentFile> Files)
{
    /// <summary>SHA-256 over the root and the sorted (path, mode, blob id), as 64 lower-case hex digits.</summary>
    public string Checksum()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes(Root + "\0"));
        foreach (var file in Files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            sha.AppendData(Encoding.UTF8.GetBytes($"{file.Path}\0{file.Mode}\0{file.BlobId}\0"));
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Git's blob id of some bytes, SHA-1 object format.</summary>
    /// <remarks>Source: git-hash-object: the hash of <c>blob LENGTH NUL BYTES</c>.</remarks>
    public static string BlobIdOf(ReadOnlySpan<byte> bytes)
    {
        var header = Encoding.ASCII.GetBytes($"blob {bytes.Length}\0");
        var whole = new byte[header.Length + bytes.Length];
        header.CopyTo(whole, 0);
        bytes.CopyTo(whole.AsSpan(header.Length));
#pragma warning disable CA5350 // Git's own naming of blobs, not a defence.
        return Convert.ToHexStringLower(SHA1.HashData(whole));
#pragma warning restore CA5350
    }
}
