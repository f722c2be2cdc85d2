using System.Globalization;
using System.Text;

namespace Plumb.Platform.Git;

/// <summary>Reads what Git's plumbing commands write.</summary>
internal static class GitOutput
{
    public static ReadOnlyMemory<byte> Input(IEnumerable<string> lines) => Encoding.ASCII.GetBytes(string.Concat(lines.Select(l => l + "\n")));

    /// <summary><c>MODE TYPE ID TAB PATH NUL</c>, for each path. One that does not end was cut off.</summary>
    public static GitAnswer<IReadOnlyList<GitTreeEntry>> Tree(ReadOnlySpan<byte> output, string commit)
    {
        var entries = new List<GitTreeEntry>();
        while (output.IndexOf((byte)0) is var end and >= 0)
        {
            var line = output[..end];
            var tab = line.IndexOf((byte)'\t');
            var words = Encoding.ASCII.GetString(line[..tab]).Split(' ');
            entries.Add(new GitTreeEntry(words[0], words[2], Encoding.UTF8.GetString(line[(tab + 1)..])));
            output = output[(end + 1)..];
        }

        return output.IsEmpty ? new GitAnswer<IReadOnlyList<GitTreeEntry>>(entries) : Missing(commit);
    }

    /// <summary><c>ID blob SIZE LF</c>, for each.</summary>
    public static GitAnswer<IReadOnlyDictionary<string, long>> Sizes(ReadOnlySpan<byte> output, string commit)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        while (!output.IsEmpty)
        {
            if (Header(ref output) is not var (id, size))
            {
                return Missing(commit);
            }

            sizes[id] = size;
        }

        return new(sizes);
    }

    /// <summary><c>ID blob SIZE LF BYTES LF</c>, for each.</summary>
    public static GitAnswer<IReadOnlyDictionary<string, byte[]>> Blobs(ReadOnlySpan<byte> output, string commit)
    {
        var blobs = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (!output.IsEmpty)
        {
            if (Header(ref output) is not var (id, size) || size >= output.Length)
            {
                return Missing(commit);
            }

            blobs[id] = output[..(int)size].ToArray();
            output = output[((int)size + 1)..];
        }

        return new(blobs);
    }

    private static (string Id, long Size)? Header(ref ReadOnlySpan<byte> output)
    {
        var end = output.IndexOf((byte)'\n');
        var words = Encoding.ASCII.GetString(end < 0 ? output : output[..end]).Split(' ');
        output = end < 0 ? [] : output[(end + 1)..];
        return words is [var id, "blob", var size] ? (id, long.Parse(size, CultureInfo.InvariantCulture)) : null;
    }

    private static GitFailure Missing(string commit) => new(GitFailureKind.Corrupt, $"Reading files of {commit}", "an object is missing from the local copy");
}
